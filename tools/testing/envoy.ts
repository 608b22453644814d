import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from './program.ts';
import { until } from './until.ts';

/** A real Envoy that accepts requests. */
export interface RunningEnvoy {
  /** URL of its first listener, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly pid: number;
  /** One of its statistics, such as `cluster.lostwax_key_set.upstream_rq_total`; 0 if it doesn't exist yet. */
  statistic(name: string): Promise<number>;
  /** Its log output at `warning` and above. */
  log(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Envoy doesn't respond while it parses a key set; an unanswered request must not outlast the limit. */
const ANSWER_LIMIT_MS = 2_000;
const START_LIMIT_MS = 60_000;

/**
 * Starts Envoy with a configuration whose ports are all 0, and waits until its listeners are ready.
 *
 * @param program - From `peer('envoy')`.
 * @param startLimitMs - A minute by default: Envoy needs 8.7 us per key before it is ready.
 * @param signal - Abandons the start and kills Envoy.
 * @throws Error with Envoy's own log if it exits or isn't ready in time.
 */
export async function startEnvoy(
  program: string,
  config: string,
  startLimitMs = START_LIMIT_MS,
  signal?: AbortSignal,
): Promise<RunningEnvoy> {
  const folder = await mkdtemp(join(tmpdir(), 'lostwax-envoy-'));
  const configFile = join(folder, 'envoy.yaml');
  const adminFile = join(folder, 'admin');
  await writeFile(configFile, config);
  // Without hot restart there is no shared memory, and so no base ID on which several Envoys could collide.
  const envoy = startProgram(program, [
    ...['--config-path', configFile, '--admin-address-path', adminFile, '--disable-hot-restart'],
    ...['--concurrency', '1', '--log-level', 'warning'],
  ]);
  const stop = async (signal?: NodeJS.Signals): Promise<void> => {
    await envoy.stop(signal);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const adminUrl = await until('Envoy is ready', startLimitMs, async () => {
      signal?.throwIfAborted();
      if (!envoy.running()) throw new Error('Envoy ended.');
      return await readyAdmin(adminFile);
    });
    return {
      url: `http://${await listenerAddress(adminUrl)}`,
      pid: envoy.child.pid ?? 0,
      statistic: (name) => statistic(adminUrl, name),
      log: envoy.output,
      stop,
    };
  } catch (error) {
    await stop('SIGKILL');
    throw new Error(`Envoy did not start:\n${envoy.output()}`, { cause: error });
  }
}

async function readyAdmin(adminFile: string): Promise<string | undefined> {
  const address = await readFile(adminFile, 'utf8').catch(() => '');
  if (address === '') return undefined;
  const answer = await fetch(`http://${address}/ready`, {
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  }).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.status === 200 ? `http://${address}` : undefined;
}

interface Listeners {
  readonly listener_statuses: readonly {
    readonly local_address: {
      readonly socket_address: { readonly address: string; readonly port_value: number };
    };
  }[];
}

async function listenerAddress(adminUrl: string): Promise<string> {
  const answer = await fetch(`${adminUrl}/listeners?format=json`);
  const [first] = ((await answer.json()) as Listeners).listener_statuses;
  if (first === undefined) throw new Error('Envoy has no listener.');
  const { address, port_value: port } = first.local_address.socket_address;
  return `${address}:${port}`;
}

async function statistic(adminUrl: string, name: string): Promise<number> {
  const answer = await fetch(`${adminUrl}/stats?format=json&filter=^${encodeURIComponent(name)}$`);
  const { stats } = (await answer.json()) as { stats: { name: string; value: number }[] };
  return stats.find((one) => one.name === name)?.value ?? 0;
}
