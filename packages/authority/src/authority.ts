import type { RequestListener } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startTracing, type TracingVariables } from '@lostwax/server';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { writeAdminKey } from './admin-key-file.ts';
import { authorityMetrics, statusListener } from './api/status.ts';
import { startBackground } from './background.ts';
import { bootstrap } from './domain/access/bootstrap.ts';
import { createContext } from './domain/create-context.ts';
import { createDomain } from './domain/domain.ts';
import { awaitReports } from './domain/readers/reporting.ts';
import type { Domain } from './domain/use-cases.ts';
import { AuthorityError } from './errors.ts';
import { explainDatabase } from './explain-database.ts';
import { explainStore } from './explain-store.ts';
import { startIntegrityCheck } from './integrity/check.ts';
import { openServers, originOf, urlOf } from './listen.ts';
import { apiListener, onlyPublished, startOAuth, startPublishing } from './listeners.ts';
import { type MutualTlsOptions, readMutualTls } from './oauth/mutual-tls.ts';
import { assertOrigin, assertSettled, oneAtATime, openStore } from './open-store.ts';
import { checkOpenId, type OpenIdOptions } from './openid/options.ts';
import { Outage } from './outage.ts';
import { readPages } from './pages/files.ts';
import { Overdue } from './publish/overdue.ts';
import { routeOf } from './route-of.ts';
import { assertOpens, readSecretKey } from './secret-key.ts';
import { watched } from './store/watched.ts';
import { countImports, storeTimes } from './store-metrics.ts';
import { spansOf } from './store-spans.ts';
import { followTls, readTls, type TlsOptions } from './tls.ts';
import { answerWith, drain } from './web/lifetime.ts';

/** How long the last spans may take at a stop. */
const FLUSH_MILLISECONDS = 1_000;

/** Options for starting an authority; `lostwax serve` has a flag for each. */
export interface AuthorityOptions extends MutualTlsOptions, TlsOptions {
  /** Folder of the database, snapshots and `admin.key`; created with mode 0700. */
  readonly data: string;
  /**
   * URL of a PostgreSQL database that holds the state instead of the folder: `postgres://user:password@host/name`. Any number of
   * authorities can share it, each with its own folder.
   */
  readonly database?: string | undefined;
  /** Refuses to create a new authority. For services, whose disk may not be mounted. */
  readonly mustExist?: boolean | undefined;
  /**
   * Scheme, host and port in every token's issuer. Optional if `host` is loopback:
   * `http://localhost:<port>`.
   */
  readonly origin?: string | undefined;
  /** 127.0.0.1 by default. */
  readonly host?: string | undefined;
  /** 7420 by default; 0 picks a free one. */
  readonly port?: number | undefined;
  /** Serves key sets on a separate port only. */
  readonly publishPort?: number | undefined;
  /**
   * Serves `/healthz`, `/readyz` and `/metrics` without a key on a separate port; 0 picks a free
   * one.
   */
  readonly statusPort?: number | undefined;
  /**
   * CIDRs of proxies whose X-Forwarded-For is trusted, for the addresses in the audit log, and whose
   * `clientCertHeader` is.
   */
  readonly trustProxy?: readonly string[] | undefined;
  /** Where to write the first administrator key; `<data>/admin.key` by default. */
  readonly adminKeyFile?: string | undefined;
  /** Folder of the built pages of the portal and console; without it, they aren't served. */
  readonly pages?: string | undefined;
  /**
   * The OpenID Connect provider for console sign-in, in addition to administrator keys; none by
   * default.
   */
  readonly openid?: OpenIdOptions | undefined;
  /** Encrypts signing keys in the database: 32 bytes in base64url, 43 characters. Without it, no key of the method `shared-signed` can be created. */
  readonly secretKey?: string | undefined;
  /** Silent by default. */
  readonly log?: Logger | undefined;
  /**
   * The standard variables of OpenTelemetry, such as `OTEL_EXPORTER_OTLP_ENDPOINT`. If they name a collector, each request is a span
   * with its transactions and outgoing requests below it. No spans by default.
   */
  readonly traces?: TracingVariables | undefined;
}

/** A running authority. */
export interface Authority {
  /** The address it listens on: `http://127.0.0.1:7420`. */
  readonly url: string;
  readonly publishUrl: string;
  /**
   * The address of `/healthz`, `/readyz` and `/metrics` without a key; undefined without
   * `statusPort`.
   */
  readonly statusUrl: string | undefined;
  readonly origin: string;
  readonly adminKeyFile: string;
  /** Whether this start created the first administrator key. */
  readonly firstStart: boolean;
  /**
   * Finishes requests in progress, then closes.
   *
   * @param options.drainSeconds - How long to keep answering first, closing each connection after
   * its response, while `/readyz` returns 503. 0 by default.
   */
  close(options?: { readonly drainSeconds?: number }): Promise<void>;
}

/**
 * Starts an authority.
 *
 * 1. Locks the folder and opens the store.
 * 2. Listens, so that the port is known and a second start fails before it changes anything.
 * 3. Refuses workspaces of another origin.
 * 4. Creates the administrators' workspace at the first start, and ends what expired meanwhile.
 * 5. Answers requests.
 *
 * @throws {@link StartError} when a port is taken, the folder can't be used or belongs to another
 * authority, its database is lost, the origin differs, or the secret key is malformed or wrong.
 */
export async function startAuthority(options: AuthorityOptions): Promise<Authority> {
  if (options.openid !== undefined) checkOpenId(options.openid);
  const tls = readTls(options);
  const mutualTls = readMutualTls(options, options.trustProxy ?? [], tls?.asksClients);
  const secretKey = options.secretKey === undefined ? undefined : readSecretKey(options.secretKey);
  const { data, database, host = '127.0.0.1', port = 7420, adminKeyFile = join(data, 'admin.key') } = options;
  const pages = options.pages === undefined ? undefined : readPages(options.pages);
  const mustExist = options.mustExist ?? false;
  const metrics = new Registry();
  const opened = await openStore({
    ...{ data, database, adminKeyFile, mustExist },
    log: options.log,
  });
  const { isNew } = opened;
  const running = new AsyncDisposableStack();
  const tracing = await startTracing(options.traces ?? {}, 'lostwax', (reason) =>
    options.log?.warn({ reason }, 'traces are incomplete'),
  );
  running.defer(async () => tracing?.close(FLUSH_MILLISECONDS));
  const store = watched(opened.store, spansOf(tracing, database, storeTimes(metrics)));
  if (isNew) options.log?.warn({ folder: resolve(data) }, 'no authority here yet: creating one');
  running.defer(() => store.close());
  // Closed after the servers: requests in progress may be waiting for a key.
  const afterServers = running.use(new AsyncDisposableStack());
  try {
    await assertSettled(store, { data, database });
    const { api, publishing, status } = await openServers({ ...options, host, port, tls }, running);
    running.defer(followTls(options, [api, publishing], options.log));
    const checked = database === undefined ? { file: join(data, 'lostwax.db') } : { database };
    const check = startIntegrityCheck(checked, options.log);
    running.defer(async () => void (await check.stop()));
    store.damaged.onFound((keyId, what) =>
      options.log?.error(
        { keyId, what },
        'a key record is damaged and was left out: something else wrote to the database, or the disk is damaged. Run "lostwax audit verify"',
      ),
    );
    const origin = originOf(options.origin, host, api);
    await assertOrigin(store, origin);
    if (secretKey !== undefined) await assertOpens(store, secretKey);
    const context = await createContext(store, origin, Date.now, secretKey, mutualTls !== undefined);
    context.watch.behind.onFound((where) =>
      options.log?.fatal(
        where,
        'a registered gate has applied changes that the database does not contain: an older copy was put in place. Key sets and feeds are no longer served. Stop the authority and run "lostwax restore" with the gate\'s cache folder as --evidence. If the gate\'s report is wrong, remove the gate from the readers',
      ),
    );
    afterServers.defer(() => context.minter.close());
    const save = (token: string): void => writeAdminKey(adminKeyFile, token);
    const firstStart = await oneAtATime(store, () => bootstrap(context, save));
    const overdue = new Overdue();
    const outage = new Outage({ log: options.log, probe: () => store.probe() });
    running.defer(() => outage.close());
    await startBackground(context, overdue, running, outage);
    awaitReports(context);
    const made = createDomain(context);
    let stopping = false;
    const ready = async (): Promise<void> => {
      if (stopping)
        throw new AuthorityError('shutting_down', 'The authority is stopping. Try again in a moment.');
      // A replica that was cut off answers from memory until it knows again what the others have committed.
      await store.replica?.sync();
      await made.ready();
    };
    const domain: Domain = { ...made, ready, importKeys: countImports(metrics, made.importKeys) };
    const oauth = startOAuth({ ...options, origin, domain, mutualTls });
    authorityMetrics(metrics, ready, store.damaged, check.integrity);
    const publish = startPublishing(
      { ...options, context, domain, overdue, outage, metrics, mutualTls },
      running,
    );
    const shared = publishing === api ? publish : () => false;
    const traced = (it: RequestListener): RequestListener => tracing?.traced(it, routeOf) ?? it;
    const parts = { ...options, origin, domain, metrics, pages, oauth, mutualTls, publish: shared, tracing };
    answerWith(api, traced(apiListener(parts)));
    if (publishing !== api) answerWith(publishing, traced(onlyPublished(publish, oauth)));
    if (status !== undefined) answerWith(status, statusListener(ready, metrics));
    return {
      url: urlOf(api),
      publishUrl: urlOf(publishing),
      statusUrl: status && urlOf(status),
      origin,
      adminKeyFile,
      firstStart,
      async close({ drainSeconds = 0 } = {}) {
        stopping = true;
        for (const server of new Set([api, publishing])) drain(server);
        await delay(drainSeconds * 1_000);
        await running.disposeAsync();
      },
    };
  } catch (error) {
    await running.disposeAsync();
    throw database === undefined ? explainStore(error, data) : explainDatabase(error, database);
  }
}
