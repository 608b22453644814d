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
  /** Where the authority is reached: pages of this origin alone may use a session's cookie. */
  readonly origin: string;
  /** What the console's sign-in page calls the provider of OpenID Connect; none by default. */
  readonly openid?: { readonly name: string } | undefined;
  /**
   * Takes the requests that it knows (key sets), answers them, and says whether it did; asked
   * first.
   */
  readonly publish: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Silent by default. */
  readonly log?: Logger | undefined;
  /** The metrics registry; a new one by default. */
  readonly metrics?: Registry | undefined;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed; none by default. */
  readonly trustProxy?: readonly string[] | undefined;
}

/** On every answer of the API: nothing of it is a page, and nothing of it may be kept. */
const fixedHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * The authority's whole HTTP side as a listener of node:http.
 *
 * @throws RangeError for a `trustProxy` that is no address or network.
 */
export function createRequestListener(options: ListenerOptions): RequestListener {
  const { publish, domain, origin, log = pino({ level: 'silent' }), metrics = new Registry() } = options;
  const tracer = new Tracer(log, metrics);
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
    // What the client says the authority is called must not reach any code: issuers come from the
    // store alone.
    request.headers.host = 'authority';
    void route(request, response);
  };
}
