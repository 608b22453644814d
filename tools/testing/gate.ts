import { lostwaxCommand } from './authority.ts';
import { type Program, startProgram } from './program.ts';
import { ask, bearer, type HeaderLine } from './request.ts';
import { until } from './until.ts';

/** A real gate in its own process: `lostwax gate`. */
export interface RunningGate {
  readonly url: string;
  readonly grpcAddress: string;
  /** Where /readyz and /metrics are served. */
  readonly statusUrl: string;
  readonly program: Program;
  /** The status of `/verify` for a key, optionally for another URL and with other header lines. */
  verify(key: string, path?: string, lines?: readonly HeaderLine[]): Promise<number>;
  /** The `code` of the `/verify` error response for a key; `accepted` if there is none. */
  code(key: string): Promise<string>;
  /**
   * Waits until a key is accepted: a gate learns of a new key a moment after the authority answers.
   *
   * @param path - `/verify` by default, which a proxy doesn't answer.
   */
  accepts(key: string, path?: string): Promise<void>;
  /** The value of one metric: a name with its labels exactly as printed, or the sum over all labels for a name without them. */
  metric(name: string): Promise<number>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** How to start the gate's process, if not as `node lostwax gate …` in this environment. */
export interface GateStart {
  /** The expected exit code, if not 0. */
  readonly port?: number;
  readonly env?: NodeJS.ProcessEnv;
  /** A program and its arguments to put before Node's. */
  readonly through?: readonly string[];
}

const START_LIMIT_MS = 60_000;
const SOON_MS = 15_000;

/** Starts a gate and waits until it listens, but not until it is ready. */
export async function startGate(flags: readonly string[], start: GateStart = {}): Promise<RunningGate> {
  const { port = 0, env = process.env, through = [] } = start;
  const common = ['--json', '--port', `${port}`, '--drain', '0'];
  const own = [process.execPath, lostwaxCommand, 'gate', ...common, ...flags];
  const [program = '', ...args] = [...through, ...own];
  const running = startProgram(program, args, env);
  const said = await until('the gate listens', START_LIMIT_MS, () => {
    if (!running.running()) throw new Error(`The gate ended:\n${running.output()}`);
    return /^\{"url".*\}$/m.exec(running.output())?.[0];
  }).catch(async (error: unknown) => {
    await running.stop('SIGKILL');
    throw error;
  });
  const {
    url,
    grpcAddress = '',
    statusUrl = url,
  } = JSON.parse(said) as Partial<RunningGate> & { url: string };
  const verify = (key: string, path = '/verify', lines: readonly HeaderLine[] = [bearer(key)]) =>
    ask(`${url}${path}`, lines);
  return {
    url,
    grpcAddress,
    statusUrl,
    program: running,
    verify: async (key, path, lines) => (await verify(key, path, lines)).status,
    async code(key) {
      const { status, text } = await verify(key);
      return status === 200 ? 'accepted' : (JSON.parse(text) as { code: string }).code;
    },
    async accepts(key, path) {
      await until('the gate accepts the key', SOON_MS, async () => (await verify(key, path)).status === 200);
    },
    metric: async (name) => metricIn((await ask(`${statusUrl}/metrics`)).text, name),
    stop: (signal) => running.stop(signal),
  };
}

/** Waits until a gate has loaded its sets. */
export async function gateReady({ statusUrl }: RunningGate): Promise<void> {
  await until(
    'the gate is ready',
    START_LIMIT_MS,
    async () => (await ask(`${statusUrl}/readyz`)).status === 200,
  );
}

function metricIn(text: string, name: string): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
