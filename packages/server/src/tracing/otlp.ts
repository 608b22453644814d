/** What a span says of itself. Never a path, query, header or body: any of them may hold a key. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** The parts that a span can have in a trace: https://opentelemetry.io/docs/specs/otel/trace/api/#spankind. */
export type SpanKind = 'internal' | 'server' | 'client';

/** A span that has ended. */
export interface EndedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly beganAt: number;
  readonly endedAt: number;
  readonly attributes: Attributes;
  readonly failed: boolean;
}

/** opentelemetry/proto/trace/v1/trace.proto. */
const kinds: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3 };
const STATUS_ERROR = 2;

/** The body of `POST /v1/traces` in JSON (opentelemetry-proto, `ExportTraceServiceRequest`; OTLP, "JSON Protobuf Encoding"). */
export function tracesRequest(resource: Attributes, spans: readonly EndedSpan[]): string {
  const scopeSpans = [{ scope: { name: 'lostwax' }, spans: spans.map(spanOf) }];
  return JSON.stringify({
    resourceSpans: [{ resource: { attributes: attributesOf(resource) }, scopeSpans }],
  });
}

function spanOf({ kind, beganAt, endedAt, attributes, failed, ...rest }: EndedSpan): object {
  return {
    ...rest,
    kind: kinds[kind],
    startTimeUnixNano: nanoseconds(beganAt),
    endTimeUnixNano: nanoseconds(endedAt),
    attributes: attributesOf(attributes),
    ...(failed && { status: { code: STATUS_ERROR } }),
  };
}

/** As text: it is more than a number holds, which is exact to microseconds. */
const nanoseconds = (milliseconds: number): string => `${Math.round(milliseconds * 1_000)}000`;

function attributesOf(attributes: Attributes): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { intValue: `${value}` };
}
