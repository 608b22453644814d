import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { Exporter } from './exporter.ts';
import { knownMethod } from './method.ts';
import type { Attributes, EndedSpan, SpanKind } from './otlp.ts';
import type { TracingSettings } from './settings.ts';
import { readTraceParent, type TraceParent, traceParentText } from './trace-parent.ts';

/** A span that has begun. */
export interface Span extends TraceParent {
  /** For the `traceparent` of a request that belongs to this span. */
  readonly traceParent: string;
  /** @param name - Replaces the one it began with. */
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** Only the first call counts. @param failure - A code or class of error, not a message, which may hold a key. */
  end(failure?: string): void;
}

/** How a span begins. */
export interface SpanOptions {
  /** `internal` by default. */
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** The `traceparent` of the request that it belongs to, which is handled elsewhere; by default, the one that is handled here. */
  readonly parent?: string | undefined;
}

/** Returns the template of a request's path, such as `/v1/workspaces/{workspace}`; undefined if it has none. */
export type RouteOf = (request: IncomingMessage, target: string) => string | undefined;

/** Makes spans of requests, and of what is done for them, and sends them to a collector (OpenTelemetry). */
export class Tracing {
  readonly #settings: TracingSettings;
  readonly #exporter: Exporter;
  readonly #current = new AsyncLocalStorage<OwnSpan>();

  /** @param warn - Called with why spans can't be sent, at most once a minute. */
  constructor(settings: TracingSettings, warn: (reason: string) => void) {
    this.#settings = settings;
    this.#exporter = new Exporter(settings, warn);
  }

  /** The span of the request that is handled now; undefined outside of one. */
  get current(): Span | undefined {
    return this.#current.getStore();
  }

  /** Returns a listener that makes a span of each request. */
  traced(listener: RequestListener, routeOf: RouteOf): RequestListener {
    return (request, response) => {
      const { url: target = '' } = request;
      const named = knownMethod(request.method);
      const span = this.receive(named, request.headers['traceparent'], { 'http.request.method': named });
      response.once('close', () => {
        const route = routeOf(request, target);
        const requestId = response.getHeader('x-request-id');
        if (route !== undefined) span.rename(`${named} ${route}`);
        span.set({
          'http.response.status_code': response.statusCode,
          ...(route !== undefined && { 'http.route': route }),
          ...(typeof requestId === 'string' && { 'lostwax.request_id': requestId }),
          ...(!response.writableFinished && { 'lostwax.client_disconnected': true }),
        });
        span.end(response.statusCode >= 500 ? `${response.statusCode}` : undefined);
      });
      this.within(span, () => listener(request, response));
    };
  }

  /** Begins the span of a request that came in. */
  receive(name: string, traceParent: unknown, attributes: Attributes): Span {
    const parent = readTraceParent(traceParent);
    const traceId = parent?.traceId ?? newId(16);
    const sampled = this.#settings.sampler(traceId, parent);
    return this.#begin({ name, kind: 'server', attributes, traceId, parentSpanId: parent?.spanId, sampled });
  }

  /** Runs work whose spans are children of this one. */
  within<T>(span: Span, work: () => T): T {
    return span instanceof OwnSpan ? this.#current.run(span, work) : work();
  }

  /** Begins the span of something that is done for a request; undefined if it isn't done for one, or that one has been answered. */
  begin(name: string, { kind = 'internal', attributes = {}, parent }: SpanOptions = {}): Span | undefined {
    const own = this.#current.getStore();
    const above = parent === undefined ? own : readTraceParent(parent);
    if (above === undefined || (above === own && own.ended)) return undefined;
    const { traceId, spanId: parentSpanId, sampled } = above;
    const clock = own === above ? own.clock : undefined;
    return this.#begin({ name, kind, attributes, traceId, parentSpanId, sampled }, clock);
  }

  /** {@link Exporter.close}. */
  close(milliseconds: number): Promise<void> {
    return this.#exporter.close(milliseconds);
  }

  #begin(start: Start, clock: Clock = clockOfNow()): OwnSpan {
    return new OwnSpan(start, clock, (ended) => this.#exporter.add(ended));
  }
}

/** Converts the time since the process started, which never jumps, into that of the day. Children use their parent's, so that they fit into it. */
type Clock = () => number;

function clockOfNow(): Clock {
  const began = Date.now() - performance.now();
  return () => began + performance.now();
}

const newId = (bytes: number): string => randomBytes(bytes).toString('hex');

type Start = Pick<EndedSpan, 'name' | 'kind' | 'attributes' | 'traceId' | 'parentSpanId'> & {
  readonly sampled: boolean;
};

class OwnSpan implements Span {
  readonly traceId: string;
  readonly spanId: string = newId(8);
  readonly sampled: boolean;
  readonly clock: Clock;
  ended: boolean = false;
  readonly #start: Start;
  readonly #beganAt: number;
  readonly #done: (span: EndedSpan) => void;
  #name: string;
  #attributes: Attributes;

  constructor(start: Start, clock: Clock, done: (span: EndedSpan) => void) {
    this.traceId = start.traceId;
    this.sampled = start.sampled;
    this.clock = clock;
    this.#start = start;
    this.#beganAt = clock();
    this.#done = done;
    this.#name = start.name;
    this.#attributes = start.attributes;
  }

  get traceParent(): string {
    return traceParentText(this);
  }

  rename(name: string): void {
    this.#name = name;
  }

  set(attributes: Attributes): void {
    this.#attributes = { ...this.#attributes, ...attributes };
  }

  end(failure?: string): void {
    if (this.ended) return;
    this.ended = true;
    if (!this.sampled) return;
    const { traceId, spanId } = this;
    const { kind, parentSpanId } = this.#start;
    if (failure !== undefined) this.set({ 'error.type': failure });
    const span = { traceId, spanId, parentSpanId, name: this.#name, kind, attributes: this.#attributes };
    this.#done({ ...span, beganAt: this.#beganAt, endedAt: this.clock(), failed: failure !== undefined });
  }
}
