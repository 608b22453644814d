import { createServer as createNetServer } from 'node:net';
import { httpUrl } from '@lostwax/contract';
import { startTracing, type TracingVariables } from '@lostwax/server';
import { createVerifier, type Verifier, VerifierError, type VerifierEvent } from '@lostwax/verifier';
import { introspection } from './door/introspection.ts';
import { statusPages } from './door/status-pages.ts';
import { GateError } from './errors.ts';
import { evidence } from './evidence/evidence.ts';
import { type Log, noLog } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { Phase } from './phase.ts';
import { secondCheck } from './second-check.ts';
import { listen } from './server/listen.ts';
import { makeServer } from './server/make-server.ts';
import { type StopTimes, stopServer } from './server/stop.ts';
import type { Settings } from './settings/settings.ts';
import { Pool } from './threads/pool.ts';
import { refusalsIn } from './threads/tally.ts';
import { Reporter } from './usage/reporter.ts';

/** A running gate. */
export interface Gate {
  readonly url: string;
  /** `<host>:<port>` of ext_authz over gRPC, if enabled. */
  readonly grpcAddress?: string;
  /** Base URL of /healthz, /readyz and /metrics, if not {@link url}. */
  readonly statusUrl?: string;
  /** Waits until keys of every issuer can be checked. */
  ready(timeoutSeconds?: number): Promise<void>;
  /**
   * Completes requests in progress within 5 s, reports the last usage, and stops.
   *
   * @param options.drain - First keeps answering for the drain time in the settings, while it tells clients
   *   and load balancers to move on.
   */
  close(options?: { readonly drain?: boolean }): Promise<void>;
}

/** What a gate can be given besides its settings. */
export interface GateOptions {
  /** The logger; none by default. No log line contains a key. */
  readonly log?: Log;
  /**
   * The standard variables of OpenTelemetry, such as `OTEL_EXPORTER_OTLP_ENDPOINT`. If they name a collector, each request is a span
   * with its outgoing requests below it. No spans by default.
   */
  readonly traces?: TracingVariables;
}

const GRACE_MILLISECONDS = 5_000;
/** How long the last spans may take at a stop. */
const LAST_SPANS_MILLISECONDS = 1_000;

/**
 * Starts a gate. It accepts requests immediately and answers 503 until it has the sets.
 *
 * @throws {@link GateError} `settings_invalid`, `cannot_listen`; `issuer_wrong`, `feed_key_refused` or
 *   `no_authority` if the first answer shows a mistake and there is no set on disk. Never for an authority
 *   that cannot be reached yet.
 */
export async function startGate(
  settings: Settings,
  { log = noLog, traces = {} }: GateOptions = {},
): Promise<Gate> {
  await assertFree(settings);
  const told: { metrics?: Metrics } = {};
  const phase = new Phase();
  const awaited = new Set(settings.issuers.map(({ issuer }) => issuer));
  const verifier = follow(settings, (event) => {
    if (event.type === 'fresh' && awaited.delete(event.issuer) && awaited.size === 0) phase.started();
    told.metrics?.take(event);
    tell(log, event);
  });
  const reporters = new Map(
    settings.issuers
      .filter(({ reportKey }) => reportKey !== undefined)
      .map((issuer) => [
        issuer.issuer,
        new Reporter(issuer, log, (): ReadonlyMap<string, number> => refusalsIn(pool.tallies)),
      ]),
  );
  // The other requests are answered, and traced, by the threads.
  const tracing =
    settings.fallback &&
    (await startTracing(traces, 'lostwax-gate', (reason) => log.warn({ reason }, 'traces are incomplete')));
  const fallback = secondCheck(settings, verifier, tracing, log);
  const metrics = createMetrics({
    issuers: () => verifier.status(),
    tallies: () => pool.tallies,
    reports: () => [...reporters.values()].map((reporter) => reporter.status()),
    threadDeaths: () => pool.deaths,
    fallback: fallback ?? { results: new Map(), customers: new Map() },
  });
  told.metrics = metrics;
  const pool = new Pool({
    settings: { ...threadSettings(settings, reporters.size > 0), traces: openTelemetryOf(traces) },
    share: () => verifier.share(),
    phase: phase.buffer,
    uses: (uses) => {
      for (const use of uses) reporters.get(use.issuer)?.add(use);
    },
    metrics: () => metrics.text(),
    elsewhere: async (sent, parent) => fallback?.ask(sent, parent) ?? 'refused',
    log,
  });
  const ownPages = statusPages({ state: () => phase.state(verifier.fresh), metrics: () => metrics.text() });
  const { introspectHash, evidenceHash } = settings;
  const sets = {
    issuers: settings.issuers.map(({ issuer }) => issuer),
    write: verifier.writeSnapshot,
  };
  const pages =
    evidenceHash === undefined ? ownPages : evidence({ ...sets, secretHash: evidenceHash }, ownPages, log);
  const status = makeServer({
    door:
      introspectHash === undefined
        ? pages
        : introspection({ checker: verifier, secretHash: introspectHash }, pages, log),
    count() {},
    requestMilliseconds: 30_000,
  });
  const end = async (times: StopTimes): Promise<void> => {
    phase.stopping();
    await pool.stop(times);
    await Promise.all([
      ...[...reporters.values()].map((reporter) => reporter.close()),
      tracing?.close(LAST_SPANS_MILLISECONDS),
    ]);
    if (status.listening) await stopServer(status, { drain: 0, grace: 500 });
    await verifier.close();
  };
  try {
    const { host, statusPort } = settings;
    const { port, grpcPort } = await pool.start();
    const statusAt = statusPort === undefined ? undefined : await listen(status, host, statusPort, false);
    await verifier.asked().catch(asGateError);
    return {
      url: httpUrl(host, port).replace('http:', settings.tls === undefined ? 'http:' : 'https:'),
      ...(grpcPort !== undefined && { grpcAddress: httpUrl(host, grpcPort).slice('http://'.length) }),
      ...(statusAt !== undefined && { statusUrl: httpUrl(host, statusAt) }),
      ready: (timeoutSeconds) => verifier.ready(timeoutSeconds),
      close: ({ drain = false } = {}) =>
        end({ drain: drain ? settings.drainSeconds * 1_000 : 0, grace: GRACE_MILLISECONDS }),
    };
  } catch (error) {
    await end({ drain: 0, grace: 0 });
    throw error;
  }
}

/** Threads share a port, and so would two gates by mistake. The second one must fail. */
async function assertFree({ host, port, grpcPort }: Settings): Promise<void> {
  for (const asked of [port, grpcPort ?? 0]) {
    if (asked === 0) continue;
    const probe = createNetServer();
    await listen(probe, host, asked, false);
    await new Promise((resolve) => probe.close(resolve));
  }
}

/** @throws {@link GateError} for what the verifier finds wrong in its options. */
function asGateError(error: unknown): never {
  if (!(error instanceof VerifierError) || error.code !== 'misconfigured') throw error;
  const { reason, message } = error;
  const code =
    reason === 'feed_key_refused'
      ? reason
      : reason === 'no_feed'
        ? 'no_authority'
        : ('issuer_wrong' as const);
  throw new GateError(code, message, { cause: error });
}

function follow(settings: Settings, onEvent: (event: VerifierEvent) => void): Verifier {
  const { issuers, audiences, maxStaleSeconds, cacheDirectory, allowHttp } = settings;
  try {
    return createVerifier({
      issuers: issuers.map(({ issuer, feeds, feedKey, reader }) => ({
        issuer,
        feeds,
        ...(feedKey !== undefined && { feedKey }),
        ...(reader !== undefined && { reader }),
      })),
      maxStaleSeconds,
      allowHttp,
      onEvent,
      ...(audiences.length > 0 && { audience: audiences }),
      ...(cacheDirectory !== undefined && { cacheDirectory }),
    });
  } catch (error) {
    if (error instanceof VerifierError)
      throw new GateError('settings_invalid', error.message, { cause: error });
    throw error;
  }
}

function threadSettings(
  settings: Settings,
  countsUses: boolean,
): Omit<ConstructorParameters<typeof Pool>[0]['settings'], 'traces'> {
  const {
    host,
    port,
    grpcPort,
    upstream,
    upstreamTimeoutSeconds,
    forwardKey,
    forwardVerify,
    trustProxy,
    threads,
  } = settings;
  const { places, preflight, openPaths, corsOrigins, resource, introspectHash, clientCertHeader, tls } =
    settings;
  return {
    issuers: settings.issuers.map(({ issuer }) => issuer),
    host,
    port,
    threads,
    upstreamTimeoutSeconds,
    forwardKey,
    forwardVerify,
    trustProxy,
    places,
    preflight,
    openPaths,
    corsOrigins,
    countsUses,
    asksElsewhere: settings.fallback !== undefined,
    ...(grpcPort !== undefined && { grpcPort }),
    ...(upstream !== undefined && { upstream }),
    ...(resource !== undefined && { resource }),
    ...(introspectHash !== undefined && { introspectHash }),
    ...(tls !== undefined && { tls }),
    ...(clientCertHeader !== undefined && { clientCertHeader }),
  };
}

/** Threads need no more of the environment. */
function openTelemetryOf(variables: TracingVariables): TracingVariables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => name.startsWith('OTEL_')));
}

function tell(log: Log, event: VerifierEvent): void {
  const { type, ...fields } = event;
  if (type === 'stale')
    log.error(fields, 'the key set is too old: every key of this issuer is refused with 503');
  else if (type === 'late')
    log.warn(fields, 'no contact with the authority; keys are checked against the last known key set');
  else if (type === 'feed_failed' && event.misconfigured)
    log.error(fields, 'the feed cannot be followed with these settings; retrying');
  else if (type === 'feed_failed') log.warn(fields, 'the feed failed; retrying');
  else if (type === 'cache_failed')
    log.warn(fields, 'the key set on disk cannot be used; continuing without it');
  else if (type === 'fresh') log.info(fields, 'keys are being checked');
  else if (type === 'set_taken') log.info(fields, 'a full key set has been loaded');
  else log.debug(fields, type);
}
