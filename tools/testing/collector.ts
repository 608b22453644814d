import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { until } from './until.ts';

/** A span as a collector receives it. */
export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Readonly<Record<string, string | boolean>>;
  readonly status?: { readonly code: number };
}

/** A collector that takes spans by OTLP over HTTP, in JSON. */
export interface Collector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** All that was received, as text. */
  readonly bodies: readonly string[];
  readonly headers: readonly IncomingHttpHeaders[];
  /** The status of its answers, or that it never answers. 200 at first. */
  answer: number | 'never';
  /** Waits for a span. */
  span(what: string, matches: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>;
  stop(): void;
}

type Value = { readonly stringValue?: string; readonly intValue?: string; readonly boolValue?: boolean };
type Pairs = readonly { readonly key: string; readonly value: Value }[];
interface Traces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Pairs };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<ReceivedSpan, 'attributes' | 'service'> & {
        readonly attributes: Pairs;
      })[];
    }[];
  }[];
}

const LIMIT_MS = 10_000;

export async function startCollector(): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const bodies: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (it.answer === 'never') return;
    headers.push(request.headers);
    const packed = Buffer.concat(chunks);
    const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(packed) : packed).toString();
    bodies.push(body);
    const isTraces = request.method === 'POST' && request.url === '/v1/traces';
    if (isTraces && it.answer === 200) spans.push(...spansIn(JSON.parse(body) as Traces));
    response.writeHead(isTraces ? it.answer : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const it: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ spans, bodies, headers, answer: 200 },
    span: (what, matches) => until(`the collector has ${what}`, LIMIT_MS, () => spans.find(matches)),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return it;
}

function spansIn({ resourceSpans }: Traces): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(plain(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ attributes, ...span }) => ({ ...span, service, attributes: plain(attributes) })),
    );
  });
}

function plain(pairs: Pairs): Readonly<Record<string, string | boolean>> {
  return Object.fromEntries(
    pairs.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.boolValue ?? '']),
  );
}
