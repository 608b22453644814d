import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { networkList } from '@lostwax/contract';
import { startTracing } from '@lostwax/server';
import { attachVerifier, credentialReader, type SentKey, type Verdict } from '@lostwax/verifier';
import { certificateReader } from '../door/certificate.ts';
import { corsFor } from '../door/cors.ts';
import { type Door, forwardAuth } from '../door/forward-auth.ts';
import { introspection } from '../door/introspection.ts';
import type { Judge } from '../door/judge.ts';
import { challenging, resourceMetadata } from '../door/resource-metadata.ts';
import { routeOf } from '../door/route-of.ts';
import { statusPages } from '../door/status-pages.ts';
import type { Log } from '../log.ts';
import { Phase } from '../phase.ts';
import { listen } from '../server/listen.ts';
import { makeServer } from '../server/make-server.ts';
import { type StopTimes, stopServer } from '../server/stop.ts';
import { UseCounter } from '../usage/use-counter.ts';
import type { MainMessage, ThreadMessage, ThreadStart } from './messages.ts';
import { type DoorName, Tally } from './tally.ts';

const FLUSH_MILLISECONDS = 1_000;
/** How long the last spans may take at a stop. */
const LAST_SPANS_MILLISECONDS = 1_000;

/**
 * One thread that answers: it checks against the main thread's sets and sends its counts to the main thread.
 */
async function run({ shared, settings, tally: cells, phase: cell }: ThreadStart): Promise<void> {
  const checker = attachVerifier(shared);
  const tracing = await startTracing(settings.traces, 'lostwax-gate', (reason) =>
    log.warn({ reason }, 'traces are incomplete'),
  );
  // A proxy's paths are the API's, whose templates are unknown.
  const route = settings.upstream === undefined ? routeOf : () => undefined;
  const traced = (door: Door): Door => tracing?.traced(door, (_request, target) => route(target)) ?? door;
  const tally = new Tally(cells);
  const counter = new UseCounter((uses) => tell({ type: 'uses', uses }));
  const reader = credentialReader(settings.places);
  const { resource, introspectHash, issuers } = settings;
  const cors = challenging(resource, corsFor(settings.corsOrigins));
  const { clientCertHeader } = settings;
  const certificateOf = certificateReader({
    trusted: networkList(settings.trustProxy),
    ...(clientCertHeader !== undefined && { clientCertHeader }),
  });
  const judge = (door: DoorName): Judge => ({
    checker,
    reader,
    certificateOf,
    origin: resource === undefined ? undefined : new URL(resource).origin,
    open: settings,
    cors,
    elsewhere: settings.asksElsewhere
      ? (sent) => askElsewhere(sent, tracing?.current?.traceParent)
      : undefined,
    count: tally.counter(door),
    uses: settings.countsUses ? (key) => counter.add(key) : () => {},
  });
  const phase = new Phase(cell);
  const pages = statusPages({ state: () => phase.state(checker.fresh), metrics: askForMetrics });
  const { upstream, grpcPort } = settings;
  const ownPages =
    introspectHash === undefined ? pages : introspection({ checker, secretHash: introspectHash }, pages, log);
  const seesCertificates = settings.tls !== undefined || clientCertHeader !== undefined;
  const describing = (door: Door): Door =>
    resource === undefined ? door : resourceMetadata({ resource, issuers, seesCertificates }, door);
  // Loaded only if needed: the gRPC library and the proxy take a quarter of the startup time of a gate with a
  // million keys.
  const proxy =
    upstream === undefined
      ? undefined
      : (await import('../proxy/reverse-proxy.ts')).reverseProxy(
          judge('proxy'),
          { ...settings, upstream },
          log,
          tracing,
        );
  const server = makeServer({
    ...(proxy === undefined
      ? { door: traced(describing(forwardAuth(judge('http'), ownPages, log))) }
      : { door: traced(describing(proxy.door)), waitingDoor: traced(describing(proxy.waitingDoor)) }),
    count: tally.counter(proxy === undefined ? 'http' : 'proxy'),
    requestMilliseconds: proxy === undefined ? 30_000 : 0,
    ...(settings.tls !== undefined && { tls: settings.tls }),
  });
  const envoy =
    grpcPort === undefined
      ? undefined
      : (await import('../ext-authz/server.ts')).extAuthz(
          { judging: judge('grpc'), forwardKey: settings.forwardKey },
          log,
          tracing,
        );
  const flush = setInterval(() => counter.flush(), FLUSH_MILLISECONDS);
  onStop(async (times) => {
    await Promise.all([stopServer(server, times), delay(times.drain).then(() => envoy?.close(times.grace))]);
    proxy?.close();
    clearInterval(flush);
    counter.flush();
    await tracing?.close(LAST_SPANS_MILLISECONDS);
    checker.close();
  });
  try {
    const { host, port, threads } = settings;
    const listensAt = await listen(server, host, port, threads > 1);
    const grpcAt = envoy && (await listen(envoy.server, host, grpcPort ?? 0, threads > 1));
    tell({ type: 'listening', port: listensAt, grpcPort: grpcAt });
  } catch (error) {
    tell({ type: 'cannot_listen', message: (error as Error).message });
  }
}

const waiting = new Map<number, (text: string) => void>();
const waitingElsewhere = new Map<number, (verdict: Verdict) => void>();
let lastId = 0;

/** The main thread asks: only it has the administrator keys, and its answers serve all threads. */
function askElsewhere(sent: SentKey, parent: string | undefined): Promise<Verdict> {
  lastId += 1;
  const id = lastId;
  tell({ type: 'elsewhere', id, sent, parent });
  return new Promise((resolve) => waitingElsewhere.set(id, resolve));
}

function askForMetrics(): Promise<string> {
  lastId += 1;
  const id = lastId;
  tell({ type: 'metrics', id });
  return new Promise((resolve) => waiting.set(id, resolve));
}

function onStop(stop: (times: StopTimes) => Promise<void>): void {
  parentPort?.on('message', (message: MainMessage) => {
    if (message.type === 'metrics') {
      waiting.get(message.id)?.(message.text);
      waiting.delete(message.id);
    } else if (message.type === 'elsewhere') {
      waitingElsewhere.get(message.id)?.(message.verdict);
      waitingElsewhere.delete(message.id);
    } else {
      void stop(message.times).finally(() => parentPort?.close());
    }
  });
}

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

/** Error objects lose data when passed between threads, so the text is sent. */
const logAs =
  (level: 'warn' | 'error'): Log['warn'] =>
  (fields, message) => {
    const plain = Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? value.stack : value,
    ]);
    tell({ type: 'log', level, fields: Object.fromEntries(plain), message });
  };
const log: Log = { info() {}, debug() {}, warn: logAs('warn'), error: logAs('error') };

await run(workerData as ThreadStart);
