import { readFileSync } from 'node:fs';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { type Sampler, samplerNamed } from './sampler.ts';

/** Variables of the environment, by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Where spans go, and which. */
export interface TracingSettings {
  readonly url: URL;
  /** They may hold credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
  readonly gzip: boolean;
  /** PEM of `OTEL_EXPORTER_OTLP_CERTIFICATE` and its companions. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** What the spans are of: `service.name` and others. */
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: Sampler;
  /** Spans that wait; beyond that, new ones are dropped. */
  readonly mostWaiting: number;
  /** Spans in one request. */
  readonly mostSent: number;
  readonly delayMilliseconds: number;
}

const DEFAULT_SAMPLER = 'parentbased_always_on';

/**
 * Reads the variables of OpenTelemetry (opentelemetry.io, "Environment Variable Specification" and "OTLP Exporter Configuration").
 *
 * @param service - The name of the service if none is given.
 * @param warn - Called with what can't be used; never with a value, which may be a credential.
 * @returns Undefined if no spans are to be sent.
 */
export function readTracingSettings(
  given: Variables,
  service: string,
  warn: (reason: string) => void,
): TracingSettings | undefined {
  // An empty variable counts as not set.
  const get = (name: string): string | undefined => given[name]?.trim() || undefined;
  const otlp = (name: string): string | undefined =>
    get(`OTEL_EXPORTER_OTLP_TRACES_${name}`) ?? get(`OTEL_EXPORTER_OTLP_${name}`);
  if (get('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return undefined;
  const exporter = get('OTEL_TRACES_EXPORTER') ?? 'otlp';
  if (exporter === 'none') return undefined;
  const protocol = otlp('PROTOCOL') ?? 'http/protobuf';
  if (exporter !== 'otlp' || !protocol.startsWith('http/')) {
    warn('OTEL_TRACES_EXPORTER must be otlp, and OTEL_EXPORTER_OTLP_PROTOCOL http/protobuf or http/json');
    return undefined;
  }
  const url = urlOf(get);
  if (url === undefined) {
    warn('OTEL_EXPORTER_OTLP_ENDPOINT is not an http: or https: URL');
    return undefined;
  }
  const number = (name: string, value: string | undefined, otherwise: number): number => {
    const read = Number(value ?? otherwise);
    if (Number.isInteger(read) && read > 0 && read < 2 ** 31) return read;
    warn(`${name} is not a whole number above 0`);
    return otherwise;
  };
  const batch = (name: string, otherwise: number): number =>
    number(`OTEL_BSP_${name}`, get(`OTEL_BSP_${name}`), otherwise);
  const mostWaiting = batch('MAX_QUEUE_SIZE', 2_048);
  return {
    url,
    headers: headersOf(otlp('HEADERS'), get('OTEL_EXPORTER_OTLP_HEADERS'), warn),
    timeoutMilliseconds: number('OTEL_EXPORTER_OTLP_TIMEOUT', otlp('TIMEOUT'), 10_000),
    gzip: otlp('COMPRESSION') === 'gzip',
    tls: tlsOf(otlp, warn),
    resource: {
      'service.name': service,
      ...pairs(get('OTEL_RESOURCE_ATTRIBUTES')),
      ...nameOf(get('OTEL_SERVICE_NAME')),
      'telemetry.sdk.language': 'nodejs',
      'process.pid': `${process.pid}`,
    },
    sampler: samplerOf(get('OTEL_TRACES_SAMPLER'), get('OTEL_TRACES_SAMPLER_ARG'), warn),
    mostWaiting,
    mostSent: Math.min(mostWaiting, batch('MAX_EXPORT_BATCH_SIZE', 512)),
    delayMilliseconds: batch('SCHEDULE_DELAY', 5_000),
  };
}

const nameOf = (name: string | undefined): Readonly<Record<string, string>> =>
  name === undefined ? {} : { 'service.name': name };

/** The address for traces is used as it is, the one for all signals gets the path of traces. */
function urlOf(get: (name: string) => string | undefined): URL | undefined {
  const own = get('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  const url = URL.parse(own ?? `${get('OTEL_EXPORTER_OTLP_ENDPOINT')?.replace(/\/$/, '')}/v1/traces`);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

/** `name=value,name=value`, percent-encoded; what has another form is left out. */
function pairs(list: string | undefined): Readonly<Record<string, string>> {
  const found: [string, string][] = [];
  for (const pair of (list ?? '').split(',')) {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    if (name !== undefined && value !== undefined) found.push([name, decoded(value)]);
  }
  return Object.fromEntries(found);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function headersOf(
  own: string | undefined,
  all: string | undefined,
  warn: (reason: string) => void,
): Readonly<Record<string, string>> {
  const headers = Object.entries({ ...pairs(all), ...pairs(own) });
  return Object.fromEntries(
    headers.filter(([name, value]) => {
      try {
        validateHeaderName(name);
        validateHeaderValue(name, value);
        return true;
      } catch {
        warn('a header of OTEL_EXPORTER_OTLP_HEADERS is not valid and is left out');
        return false;
      }
    }),
  );
}

function tlsOf(
  otlp: (name: string) => string | undefined,
  warn: (reason: string) => void,
): TracingSettings['tls'] {
  const files = { ca: 'CERTIFICATE', cert: 'CLIENT_CERTIFICATE', key: 'CLIENT_KEY' } as const;
  const read: [string, string][] = [];
  for (const [option, name] of Object.entries(files)) {
    const file = otlp(name);
    if (file === undefined) continue;
    try {
      read.push([option, readFileSync(file, 'utf8')]);
    } catch {
      warn(`the file of OTEL_EXPORTER_OTLP_${name} cannot be read`);
    }
  }
  return Object.fromEntries(read);
}

function samplerOf(
  name: string = DEFAULT_SAMPLER,
  argument: string | undefined,
  warn: (reason: string) => void,
): Sampler {
  const sampler = samplerNamed(name, argument);
  if (sampler === undefined)
    warn(
      'OTEL_TRACES_SAMPLER or OTEL_TRACES_SAMPLER_ARG is not valid; every request is traced unless its caller opts out',
    );
  return sampler ?? (samplerNamed(DEFAULT_SAMPLER, undefined) as Sampler);
}
