import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readTraceParent } from '@lostwax/server';
import type { Logger } from 'pino';
import { Counter, Histogram, type Registry } from 'prom-client';
import { redact } from './redact.ts';

/** The data about a request for its line in the log and its metrics. */
export interface Trace {
  /** Ours and random, never the client's, so that clients can't make two requests look like one. */
  readonly requestId: string;
  /**
   * The template (`/v1/workspaces/{workspace}`), never the path, which contains customers and key
   * IDs.
   */
  route: string;
  actor: string | undefined;
  /** What the client sent to find the request again; only for the log. */
  readonly sent: SentIds;
  /** Of our own span, if the request is traced; only for the log. */
  readonly span: OwnSpan | undefined;
}

/** IDs of a request that its client chose. */
interface SentIds {
  /** `X-Request-Id`. */
  readonly clientRequestId?: string;
  /** From `traceparent` (W3C Trace Context). */
  readonly traceId?: string;
  readonly parentId?: string;
}

/** The span of a request, if it is traced. */
interface OwnSpan {
  readonly traceId: string;
  readonly spanId: string;
}

const NO_ROUTE = 'none';
const traces = new WeakMap<IncomingMessage, Trace>();
const methods = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'PUT']);

/** Returns the route template of a request to the API; undefined for others, or if no operation is there. */
export function apiRouteOf(request: IncomingMessage): string | undefined {
  const route = traces.get(request)?.route;
  return route === NO_ROUTE ? undefined : route;
}

/** Returns the trace that {@link Tracer.begin} made for a request. */
export function traceOf(request: IncomingMessage): Trace {
  const trace = traces.get(request);
  if (trace === undefined) throw new Error('A request bypassed the listener.');
  return trace;
}

/** Logs and counts requests. */
export class Tracer {
  readonly #log: Logger;
  readonly #spanOf: () => OwnSpan | undefined;
  readonly #requests: Counter<'method' | 'route' | 'status'>;
  readonly #durations: Histogram<'method' | 'route'>;

  /** @param spanOf - The span of the request that begins now. */
  constructor(log: Logger, registry: Registry, spanOf: () => OwnSpan | undefined = () => undefined) {
    this.#log = log;
    this.#spanOf = spanOf;
    this.#requests = new Counter({
      name: 'lostwax_http_requests_total',
      help: 'Requests to the HTTP API, by route template and status.',
      labelNames: ['method', 'route', 'status'],
      registers: [registry],
    });
    this.#durations = new Histogram({
      name: 'lostwax_http_request_duration_seconds',
      help: 'Seconds from the head of a request to the end of its response.',
      labelNames: ['method', 'route'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    });
  }

  /** Begins a request; its end is logged and counted automatically. */
  begin(request: IncomingMessage, response: ServerResponse): Trace {
    const trace: Trace = {
      requestId: randomBytes(12).toString('base64url'),
      route: NO_ROUTE,
      actor: undefined,
      sent: sentIds(request),
      span: this.#spanOf(),
    };
    traces.set(request, trace);
    const startMillis = performance.now();
    // `close` is emitted once, whether the response was sent or the client disconnected.
    response.once('close', () => this.#end(request, response, trace, performance.now() - startMillis));
    return trace;
  }

  /**
   * Logs what the response omits: the error behind an `internal_error`, or behind a store that
   * can't be written.
   */
  failed(trace: Trace, error: unknown): void {
    this.#log.error(
      { requestId: trace.requestId, route: trace.route, ...idsOf(trace), error: explain(error) },
      'request failed',
    );
  }

  #end({ method = '' }: IncomingMessage, response: ServerResponse, trace: Trace, millis: number): void {
    const { requestId, route, actor } = trace;
    // Methods are free text: unknown ones must not each create a time series.
    const label = { method: methods.has(method) ? method : 'other', route };
    // 499 as in nginx: the client disconnected before the response.
    const status = response.writableFinished ? response.statusCode : 499;
    this.#requests.inc({ ...label, status });
    this.#durations.observe(label, millis / 1_000);
    this.#log.info(
      { ...label, status, ms: Math.round(millis * 10) / 10, requestId, actor, ...idsOf(trace) },
      'request',
    );
  }
}

/** With the ID of our own span, by which the line and the span are found from each other. */
function idsOf({ sent, span }: Trace): SentIds & Partial<OwnSpan> {
  return span === undefined ? sent : { ...sent, traceId: span.traceId, spanId: span.spanId };
}

/** What has another form than such IDs have, or might hold a key, is left out. */
function sentIds({ headers }: IncomingMessage): SentIds {
  const id = headers['x-request-id'];
  const parent = readTraceParent(headers['traceparent']);
  return {
    ...(typeof id === 'string' && /^[\w.:-]{1,64}$/.test(id) && redact(id) === id && { clientRequestId: id }),
    ...(parent !== undefined && { traceId: parent.traceId, parentId: parent.spanId }),
  };
}

/** Returns an error for the log, without anything that looks like a token. */
function explain(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const cause = error.cause !== undefined && depth < 3 ? { cause: explain(error.cause, depth + 1) } : {};
  return { name: error.name, message: redact(error.message), stack: redact(error.stack ?? ''), ...cause };
}
