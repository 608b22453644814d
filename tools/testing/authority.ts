import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Program, startProgram } from './program.ts';
import { until } from './until.ts';

/** Path of this checkout's `lostwax` command, to run with `process.execPath`. */
export const lostwaxCommand = join(import.meta.dirname, '..', '..', 'packages', 'cli', 'bin', 'lostwax.js');
/** Encrypts the signing keys of all authorities of tests. */
const SECRET_KEY = Buffer.alloc(32, 7).toString('base64url');
const START_LIMIT_MS = 60_000;

/** A real authority in its own process: `lostwax serve`. */
export interface RunningAuthority {
  /** Base URL with the IP address; its origin is `http://localhost:<port>`. */
  readonly url: string;
  readonly port: number;
  readonly dataFolder: string;
  /** The first administrator key. */
  readonly adminKey: string;
  readonly program: Program;
  /**
   * Calls the HTTP API (spec/http-api.yaml) with the first administrator key.
   *
   * @throws ApiError if the response isn't a success; the error from `fetch` if the authority isn't running.
   */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** An error response from the authority. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: unknown;

  constructor(what: string, status: number, problem: unknown, log: string) {
    super(`${what} was answered ${status}: ${JSON.stringify(problem)}${log}`);
    this.status = status;
    this.problem = problem;
  }
}

/** Starts an authority without waiting until it accepts requests; see {@link startAuthority}. */
export function launchAuthority(
  dataFolder: string,
  port: number,
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): Program {
  const args = ['serve', '--json', '--data', dataFolder, '--port', `${port}`, '--drain', '0', ...flags];
  return startProgram(process.execPath, [lostwaxCommand, ...args], {
    ...env,
    LOSTWAX_SECRET_KEY: SECRET_KEY,
  });
}

/**
 * Starts an authority and waits until it accepts requests.
 *
 * @param dataFolder - An empty folder, or one that an authority has used before.
 * @param port - 0 picks any port. A restarted authority needs its previous port, which is part of its origin.
 * @param flags - More flags for `lostwax serve`.
 * @param env - For an authority that isn't to run in this environment.
 */
export async function startAuthority(
  dataFolder: string,
  port = 0,
  flags: readonly string[] = [],
  env?: NodeJS.ProcessEnv,
): Promise<RunningAuthority> {
  const program = launchAuthority(dataFolder, port, flags, env);
  const { url, adminKeyFile } = await until('the authority is ready', START_LIMIT_MS, () => {
    if (!program.running()) throw new Error(`The authority ended:\n${program.output()}`);
    return announcement(program.output());
  }).catch(async (error: unknown) => {
    await program.stop('SIGKILL');
    throw error;
  });
  const adminKey = (await readFile(adminKeyFile, 'utf8')).trim();
  return {
    url,
    port: Number(new URL(url).port),
    dataFolder,
    adminKey,
    program,
    async call<T>(method: string, path: string, body?: unknown) {
      const { status, content } = await send(url, adminKey, method, path, body);
      if (status >= 200 && status < 300) return content as T;
      // Its log explains why it failed, and is needed only then.
      const log = status >= 500 ? `\n${program.output()}` : '';
      throw new ApiError(`${method} ${path}`, status, content, log);
    },
    stop: (signal) => program.stop(signal),
  };
}

interface Announcement {
  readonly url: string;
  readonly adminKeyFile: string;
}

/** The only place that knows the format of the JSON line that `lostwax serve --json` prints once it accepts requests. */
function announcement(output: string): Announcement | undefined {
  const wholeLines = output.split('\n').slice(0, -1);
  const line = wholeLines.find((text) => text.startsWith('{"url":'));
  return line === undefined ? undefined : (JSON.parse(line) as Announcement);
}

async function send(
  url: string,
  adminKey: string,
  method: string,
  path: string,
  body: unknown,
): Promise<{ status: number; content: unknown }> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${adminKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, content: text === '' ? undefined : JSON.parse(text) };
}
