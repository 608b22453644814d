/**
 * An HTTP/1.1 load generator in its own process: either as fast as the server answers, or at a fixed rate regardless of the
 * server.
 *
 * At a fixed rate, every request has a scheduled time, and its latency counts from then: a server that stalls is charged for
 * every request that came due meanwhile, even if no connection was free to send it. This avoids what is called coordinated
 * omission.
 */
import { obey } from '../measurer.ts';
import { Connection, type LoadTls } from './connection.ts';

/** Requests of one kind. */
export interface LoadPart {
  /** The header lines of each request, sent in turn. */
  readonly requests: readonly string[];
  /** If omitted: as many as the connections can send. */
  readonly perSecond?: number;
  /** The status every response must have. */
  readonly status: number;
}

/** How long before a request is due the generator stops sleeping: longer than timers are late. */
const WAKE_EARLY_MILLISECONDS = 2;

/** What to request, and for how long. */
export interface LoadOrder {
  readonly url: string;
  readonly milliseconds: number;
  readonly connections: number;
  /** For an `https:` URL. */
  readonly tls?: LoadTls;
  /** What is measured. */
  readonly part: LoadPart;
  /** Sent at the same time, but not measured; both then need a rate. */
  readonly beside?: LoadPart;
}

/** The result. Latencies are in microseconds. */
export interface LoadReport {
  readonly perSecond: number;
  readonly requests: number;
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

async function run(order: LoadOrder): Promise<LoadReport> {
  const { url, milliseconds, connections: count, tls, part, beside } = order;
  const target = new URL(url);
  const connections = await Promise.all(Array.from({ length: count }, () => Connection.open(target, tls)));
  try {
    const begin = performance.now();
    const latencies =
      part.perSecond === undefined
        ? await closedLoop(connections, part, begin + milliseconds)
        : await openLoop(connections, beside === undefined ? [part] : [part, beside], begin, milliseconds);
    const perSecond = (latencies.length * 1_000) / (performance.now() - begin);
    const sorted = Float64Array.from(latencies).sort();
    const at = (share: number): number => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN) * 1_000;
    const mean = (sorted.reduce((sum, latency) => sum + latency, 0) / sorted.length) * 1_000;
    const longest = (sorted.at(-1) ?? Number.NaN) * 1_000;
    return { perSecond, requests: sorted.length, mean, p50: at(0.5), p99: at(0.99), longest };
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Every connection sends its next request as soon as it has a response. */
async function closedLoop(
  connections: readonly Connection[],
  { requests, status }: LoadPart,
  end: number,
): Promise<number[]> {
  const latencies: number[] = [];
  let next = 0;
  const client = async (connection: Connection): Promise<void> => {
    for (let now = performance.now(); now < end; ) {
      const answered = await connection.ask(requests[next++ % requests.length] as string);
      assertStatus(answered, status);
      const after = performance.now();
      latencies.push(after - now);
      now = after;
    }
  };
  await Promise.all(connections.map(client));
  return latencies;
}

/** A request that is due. */
interface Due {
  readonly at: number;
  readonly lines: string;
  readonly status: number;
  readonly measured: boolean;
}

/** Requests are sent when they are due, on any free connection; the others queue while their clock runs. */
function openLoop(
  connections: readonly Connection[],
  parts: readonly LoadPart[],
  begin: number,
  milliseconds: number,
): Promise<number[]> {
  const free = [...connections];
  const waiting: Due[] = [];
  const latencies: number[] = [];
  const clocks = parts.map((part, index) => ({ part, measured: index === 0, sent: 0 }));
  let pending = 0;
  return new Promise((resolve, reject) => {
    const send = (connection: Connection, due: Due): void => {
      connection
        .ask(due.lines)
        .then((answered) => {
          assertStatus(answered, due.status);
          if (due.measured) latencies.push(performance.now() - due.at);
          pending -= 1;
          const next = waiting.shift();
          if (next === undefined) free.push(connection);
          else send(connection, next);
        })
        .catch(reject);
    };
    const turn = (): void => {
      const now = performance.now();
      let next = Number.POSITIVE_INFINITY;
      for (const clock of clocks) {
        const { requests, perSecond = Number.NaN, status } = clock.part;
        for (;;) {
          const at = begin + (clock.sent * 1_000) / perSecond;
          if (!(at <= now && at < begin + milliseconds)) {
            next = Math.min(next, at);
            break;
          }
          const lines = requests[clock.sent % requests.length] as string;
          clock.sent += 1;
          pending += 1;
          const due = { at, lines, status, measured: clock.measured };
          const connection = free.pop();
          if (connection === undefined) waiting.push(due);
          else send(connection, due);
        }
      }
      if (now >= begin + milliseconds && pending === 0) resolve(latencies);
      // Not with a timer alone: its millisecond would be part of every latency. At a low rate the core is idle in between.
      else if (next - now > WAKE_EARLY_MILLISECONDS + 1 && now < begin + milliseconds)
        setTimeout(turn, next - now - WAKE_EARLY_MILLISECONDS);
      else setImmediate(turn);
    };
    turn();
  });
}

function assertStatus(answered: number, wanted: number): void {
  if (answered !== wanted) throw new Error(`An answer was ${answered}, not ${wanted}.`);
}

await obey<null, LoadOrder, LoadReport>(() => Promise.resolve(run));
