import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { networkList } from '@lostwax/contract';
import type { Logger } from 'pino';
import { writeAdminKey } from './admin-key-file.ts';
import { createRequestListener } from './api/server.ts';
import { authorityMetrics, statusListener } from './api/status.ts';
import { bootstrap } from './domain/access/bootstrap.ts';
import { startBinding } from './domain/audit/trust/bind-earlier.ts';
import { createContext } from './domain/context.ts';
import { createDomain } from './domain/domain.ts';
import { startForgetting } from './domain/forget.ts';
import { endExpired, startExpiry } from './domain/keys/expiry.ts';
import type { Domain } from './domain/use-cases.ts';
import { AuthorityError } from './errors.ts';
import { explainStore } from './explain-store.ts';
import { createFeeds } from './feed/feeds.ts';
import { createFeedHandler } from './feed/handler.ts';
import { startIntegrityCheck } from './integrity/check.ts';
import { listen, originOf, urlOf } from './listen.ts';
import { assertOrigin, openFolder } from './open-store.ts';
import { CALLBACK_PATH, createOpenIdHandler } from './openid/handler.ts';
import { checkOpenId, nameOf, type OpenIdOptions } from './openid/options.ts';
import { reasonOf } from './openid/problem.ts';
import { Provider } from './openid/provider.ts';
import { readPages } from './pages/files.ts';
import { createPagesHandler } from './pages/handler.ts';
import { createPublishHandler, type PublishHandler } from './publish/handler.ts';
import { Overdue } from './publish/overdue.ts';
import { clientAddress } from './web/address.ts';
import { answerWith, closeServer, drain } from './web/lifetime.ts';
import { sendProblem } from './web/problems.ts';

/** How an authority is started; `lostwax serve` has a flag for each. */
export interface AuthorityOptions {
  /** Folder of the database and of `admin.key`; made with mode 0700. */
  readonly data: string;
  /** Refuses to make a new authority where there is none: for services, whose disk may not be mounted. */
  readonly mustExist?: boolean | undefined;
  /** Scheme, host and port that stand in every token's issuer. May be left out when `host` is loopback: `http://localhost:<port>`. */
  readonly origin?: string | undefined;
  /** 127.0.0.1 by default. */
  readonly host?: string | undefined;
  /** 7420 by default; 0 takes a free one. */
  readonly port?: number | undefined;
  /** Serves key sets on a port of their own, and on no other. */
  readonly publishPort?: number | undefined;
  /** Serves `/healthz`, `/readyz` and `/metrics` without a key on a port of their own; 0 takes a free one. */
  readonly statusPort?: number | undefined;
  /** CIDRs of proxies whose X-Forwarded-For is believed, for the audit's addresses. */
  readonly trustProxy?: readonly string[] | undefined;
  /** Where the first administrator's key is written; `<data>/admin.key` by default. */
  readonly adminKeyFile?: string | undefined;
  /** Folder of the built pages of portal and console; without it there are none. */
  readonly pages?: string | undefined;
  /** By which people sign in to the console beside administrators' keys; none by default. */
  readonly openid?: OpenIdOptions | undefined;
  /** Silent by default. */
  readonly log?: Logger | undefined;
}

/** A running authority. */
export interface Authority {
  /** Where it listens: `http://127.0.0.1:7420`. */
  readonly url: string;
  readonly publishUrl: string;
  /** Where `/healthz`, `/readyz` and `/metrics` are without a key; undefined without `statusPort`. */
  readonly statusUrl: string | undefined;
  readonly origin: string;
  readonly adminKeyFile: string;
  /** Whether this start made the first administrator's key. */
  readonly firstStart: boolean;
  /**
   * Answers what has begun, then closes.
   *
   * @param options.drainSeconds - For so long it first goes on answering, each answer as the last of its connection, while `/readyz` says 503. 0 by default.
   */
  close(options?: { readonly drainSeconds?: number }): Promise<void>;
}

/**
 * Starts an authority.
 *
 * 1. takes the folder for itself, and opens the store;
 * 2. listens, so that the port is known and a second start fails before it changes anything;
 * 3. refuses workspaces of another origin;
 * 4. makes the administrators' workspace at the first start, and ends what expired meanwhile;
 * 5. answers requests.
 *
 * @throws {@link StartError} when a port is taken, the folder cannot be used or is another authority's, its database is lost, or the origin differs.
 */
export async function startAuthority(options: AuthorityOptions): Promise<Authority> {
  if (options.openid !== undefined) checkOpenId(options.openid);
  const { data, host = '127.0.0.1', port = 7420, adminKeyFile = join(data, 'admin.key') } = options;
  const pages = options.pages === undefined ? undefined : readPages(options.pages);
  const { store, isNew } = openFolder({ data, adminKeyFile, mustExist: options.mustExist ?? false });
  if (isNew) options.log?.warn({ folder: resolve(data) }, 'no authority here yet: making a new one');
  const closing: (() => Promise<unknown>)[] = [() => store.close()];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const api = await listen(host, port, '--port');
    closing.push(() => closeServer(api));
    const publishing =
      options.publishPort === undefined ? api : await listen(host, options.publishPort, '--publish-port');
    if (publishing !== api) closing.push(() => closeServer(publishing));
    const status =
      options.statusPort === undefined ? undefined : await listen(host, options.statusPort, '--status-port');
    if (status !== undefined) closing.push(() => closeServer(status));
    const check = startIntegrityCheck(join(data, 'lostwax.db'), options.log);
    closing.push(check.stop);
    store.damaged.onFound((keyId, what) =>
      options.log?.error(
        { keyId, what },
        'a key record is damaged and was left out: the database was written to by something else, or the disk is damaged. Run "lostwax audit verify"',
      ),
    );
    const origin = originOf(options.origin, host, api);
    await assertOrigin(store, origin);
    const context = await createContext(store, origin);
    // After the servers: answers under way may wait for a key.
    closing.splice(1, 0, () => context.minter.close());
    const firstStart = await bootstrap(context, (token) => writeAdminKey(adminKeyFile, token));
    const expiryFailed = (error: unknown): void =>
      options.log?.error({ err: error }, 'keys whose time is over could not be ended; trying again');
    // A full disk must not keep the authority from serving what it has.
    await endExpired(context).catch(expiryFailed);
    const overdue = new Overdue();
    closing.push(startExpiry(context, expiryFailed, (keys) => overdue.set(keys)));
    closing.push(
      startBinding(context, (error) =>
        options.log?.error(
          { err: error },
          'the audit could not take in all keys of before; the next start goes on',
        ),
      ),
    );
    context.tasks.start((error) =>
      options.log?.error({ err: error }, 'a change of many keys could not be finished; trying again'),
    );
    closing.push(() => context.tasks.stop());
    closing.push(
      startForgetting(context, (error) =>
        options.log?.error({ err: error }, 'what is no longer kept could not be removed; trying again'),
      ),
    );
    const publishKeySets = createPublishHandler({
      store,
      overdue,
      seen: (sighting) => context.watch.saw(sighting, context.now()),
      failed: (error, requestId) =>
        options.log?.error({ err: error, requestId }, 'a key set could not be read from the store'),
    });
    let stopping = false;
    const made = createDomain(context);
    const ready = async (): Promise<void> => {
      if (stopping) throw new AuthorityError('shutting_down', 'The authority is stopping. Ask another.');
      await made.ready();
    };
    const domain: Domain = { ...made, ready };
    const feedFailed = (error: unknown, requestId?: string): void =>
      options.log?.error({ err: error, requestId }, 'a feed could not be served from the store');
    const feeds = createFeeds({ ...context, folder: join(data, 'feed'), failed: feedFailed });
    closing.push(feeds.close);
    const trusted = networkList(options.trustProxy ?? []);
    const publishFeeds = createFeedHandler(feeds, domain, feedFailed, (incoming) =>
      clientAddress(incoming, trusted),
    );
    const publish: PublishHandler = (request, response) =>
      publishKeySets(request, response) || publishFeeds(request, response);
    const servePages = pages === undefined ? () => false : createPagesHandler(pages, domain);
    const signIn = options.openid && signInBy(options.openid, origin, domain, options);
    const metrics = authorityMetrics(domain.ready, store.damaged, check.integrity);
    const listener = createRequestListener({
      metrics,
      domain,
      origin,
      publish: (request, response) =>
        (publishing === api && publish(request, response)) ||
        signIn?.(request, response) ||
        servePages(request, response),
      openid: options.openid && { name: nameOf(options.openid) },
      log: options.log,
      trustProxy: options.trustProxy ?? [],
    });
    answerWith(api, listener);
    if (publishing !== api) answerWith(publishing, onlyPublished(publish));
    if (status !== undefined) answerWith(status, statusListener(domain.ready, metrics));
    const statusUrl = status && urlOf(status);
    return {
      url: urlOf(api),
      publishUrl: urlOf(publishing),
      statusUrl,
      origin,
      adminKeyFile,
      firstStart,
      async close({ drainSeconds = 0 } = {}) {
        stopping = true;
        for (const server of new Set([api, publishing])) drain(server);
        await delay(drainSeconds * 1_000);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw explainStore(error, data);
  }
}

/** The addresses of a sign-in by OpenID Connect. */
function signInBy(
  openid: OpenIdOptions,
  origin: string,
  { sessions }: Domain,
  { trustProxy = [], log }: AuthorityOptions,
): PublishHandler {
  return createOpenIdHandler({
    provider: new Provider(openid, origin + CALLBACK_PATH),
    sessions,
    trusted: networkList(trustProxy),
    failed: (error) => log?.warn({ why: reasonOf(error) }, 'a sign-in by OpenID Connect failed'),
  });
}

/** The listener of `--publish-port`: key sets and feeds, and nothing else. */
function onlyPublished(publish: PublishHandler): RequestListener {
  return (request, response) => {
    if (publish(request, response)) return;
    const nothing = new AuthorityError(
      'not_found',
      'This port serves key sets and feeds only. The API has a port of its own.',
    );
    sendProblem(response, nothing, randomUUID());
  };
}
