import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { networkList } from '@lostwax/contract';
import { type Logger, pino } from 'pino';
import { Registry } from 'prom-client';
import type { Domain } from '../domain/use-cases.ts';
import { sendProblem } from '../web/problems.ts';
import { Tracer } from '../web/trace.ts';
import { createApp } from './app.ts';
import { assertPlainTarget } from './paths.ts';
import { operations } from './routes/all.ts';

export interface ListenerOptions {
  readonly domain: Domain;
  /** Public origin of the authority: only pages of this origin may use a session's cookie. */
  readonly origin: string;
  /** Name of the OpenID Connect provider on the console's sign-in page; none by default. */
  readonly openid?: { readonly name: string } | undefined;
  /** Handles requests that it recognizes (key sets) and reports whether it did; called first. */
  readonly publish: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Silent by default. */
  readonly log?: Logger | undefined;
  /** The metrics registry; a new one by default. */
  readonly metrics?: Registry | undefined;
  /** The span of the request that begins now; none by default. */
  readonly spanOf?: (() => { readonly traceId: string; readonly spanId: string } | undefined) | undefined;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is trusted; none by default. */
  readonly trustProxy?: readonly string[] | undefined;
}

/** Sent with every response of the API: none is a page, and none may be cached. */
const fixedHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * Returns a node:http listener for the authority's whole HTTP side.
 *
 * @throws RangeError for a `trustProxy` that isn't an address or network.
 */
export function createRequestListener(options: ListenerOptions): RequestListener {
  const { publish, domain, origin, log = pino({ level: 'silent' }), metrics = new Registry() } = options;
  const tracer = new Tracer(log, metrics, options.spanOf);
  const app = createApp(
    operations,
    { domain, metrics, origin, openid: options.openid ?? null },
    tracer,
    networkList(options.trustProxy ?? []),
  );
  const route = getRequestListener(app.fetch);

  return (request, response) => {
    if (publish(request, response)) return;
    const trace = tracer.begin(request, response);
    response.setHeader('x-request-id', trace.requestId);
    for (const [name, value] of Object.entries(fixedHeaders)) response.setHeader(name, value);
    try {
      assertPlainTarget(request.url ?? '');
    } catch (error) {
      sendProblem(response, error, trace.requestId);
      return;
    }
    // The Host header must not reach any code: issuers come from the store alone.
    request.headers.host = 'authority';
    void route(request, response);
  };
}
