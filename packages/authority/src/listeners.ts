/** The listeners of each server of an authority. */
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { networkList } from '@lostwax/contract';
import { type Tracing, tracedFetch } from '@lostwax/server';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createRequestListener } from './api/server.ts';
import { stateMetrics } from './api/state-metrics.ts';
import type { Context } from './domain/context.ts';
import type { Domain } from './domain/use-cases.ts';
import { AuthorityError } from './errors.ts';
import { createFeeds } from './feed/feeds.ts';
import { createFeedHandler } from './feed/handler.ts';
import { createOAuthHandler, type OAuthHandler } from './oauth/handler.ts';
import { certificateReader, type MutualTls } from './oauth/mutual-tls.ts';
import { CALLBACK_PATH, createOpenIdHandler } from './openid/handler.ts';
import { nameOf, type OpenIdOptions } from './openid/options.ts';
import { reasonOf } from './openid/problem.ts';
import { Provider } from './openid/provider.ts';
import type { Outage } from './outage.ts';
import type { PageFiles } from './pages/files.ts';
import { createPagesHandler } from './pages/handler.ts';
import { createPublishHandler, type PublishHandler } from './publish/handler.ts';
import type { Overdue } from './publish/overdue.ts';
import { clientAddress } from './web/address.ts';
import { sendProblem } from './web/problems.ts';

interface Shared {
  readonly trustProxy?: readonly string[] | undefined;
  readonly log?: Logger | undefined;
  readonly domain: Domain;
  /** Undefined if OAuth clients can't authenticate with certificates. */
  readonly mutualTls: MutualTls | undefined;
}

/** Dependencies of {@link startPublishing}. */
export interface PublishingParts extends Shared {
  /** The data folder. */
  readonly data: string;
  readonly context: Context;
  readonly overdue: Overdue;
  readonly outage: Outage;
  readonly metrics: Registry;
}

/**
 * Serves key sets and feeds.
 *
 * @param running - Ends the streams.
 */
export function startPublishing(parts: PublishingParts, running: AsyncDisposableStack): PublishHandler {
  const { data, context, domain, overdue, outage, metrics, mutualTls, trustProxy = [] } = parts;
  const keySets = createPublishHandler({
    store: context.store,
    overdue,
    mutualTls,
    seen: (sighting) => context.watch.saw(sighting, context.now()),
    assertCurrent: () => context.watch.behind.assertNot(),
    failed: (error, requestId) =>
      outage.failed(error, 'a key set could not be read from the database', { requestId }),
  });
  const failed = (error: unknown, requestId?: string): void =>
    outage.failed(error, 'a feed could not be served from the database', { requestId });
  const feeds = createFeeds({ ...context, folder: join(data, 'feed'), failed });
  running.defer(feeds.close);
  stateMetrics(metrics, context, feeds);
  const trusted = networkList(trustProxy);
  const feedHandler = createFeedHandler(feeds, domain, failed, (incoming) =>
    clientAddress(incoming, trusted),
  );
  return (request, response) => keySets(request, response) || feedHandler(request, response);
}

/** Dependencies of {@link apiListener}. */
export interface ApiParts extends Shared {
  readonly origin: string;
  readonly metrics: Registry;
  readonly openid?: OpenIdOptions | undefined;
  readonly pages: PageFiles | undefined;
  readonly tracing: Tracing | undefined;
  /** Key sets and feeds, unless they have a separate port. */
  readonly publish: PublishHandler;
  readonly oauth: OAuthHandler;
}

/** Handles requests of OAuth clients. */
export function startOAuth({
  origin,
  domain,
  log,
  mutualTls,
  trustProxy = [],
}: Pick<ApiParts, 'origin' | 'domain' | 'log' | 'mutualTls' | 'trustProxy'>): OAuthHandler {
  const certificateOf = certificateReader(mutualTls, trustProxy);
  const failed = (error: unknown): void => log?.error({ err: error }, 'a request for an access token failed');
  return createOAuthHandler({ origin, domain, certificateOf, failed, now: Date.now });
}

/** Returns the listener of the API, which also serves the pages and sign-in. */
export function apiListener(parts: ApiParts): RequestListener {
  const { metrics, domain, origin, openid, pages, publish, oauth, log, tracing, trustProxy = [] } = parts;
  const servePages = pages === undefined ? () => false : createPagesHandler(pages, domain);
  const signIn = openid && signInBy(openid, parts);
  return createRequestListener({
    metrics,
    domain,
    origin,
    publish: (request, response) =>
      publish(request, response) ||
      oauth(request, response) ||
      signIn?.(request, response) ||
      servePages(request, response),
    openid: openid && { name: nameOf(openid) },
    log,
    spanOf: () => tracing?.current,
    trustProxy,
  });
}

/** The URLs for sign-in with OpenID Connect. */
function signInBy(
  openid: OpenIdOptions,
  { origin, domain, trustProxy = [], log, tracing }: ApiParts,
): PublishHandler {
  return createOpenIdHandler({
    provider: new Provider(openid, origin + CALLBACK_PATH, (url, init) => tracedFetch(tracing, url, init)),
    sessions: domain.sessions,
    trusted: networkList(trustProxy),
    failed: (error) => log?.warn({ why: reasonOf(error) }, 'an OpenID Connect sign-in failed'),
  });
}

/**
 * Returns the listener of `--publish-port`: key sets, including that of access tokens, and feeds,
 * and nothing else.
 */
export function onlyPublished(publish: PublishHandler, oauth: OAuthHandler): RequestListener {
  return (request, response) => {
    if (publish(request, response) || oauth(request, response, 'jwks')) return;
    const nothing = new AuthorityError(
      'not_found',
      'This port serves only key sets and feeds. The API is on another port.',
    );
    sendProblem(response, nothing, randomUUID());
  };
}
