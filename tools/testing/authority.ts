import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Program, startProgram } from './program.ts';
import { until } from './until.ts';

/** The command `lostwax` of this checkout, for `process.execPath`. */
export const lostwaxCommand = join(import.meta.dirname, '..', '..', 'packages', 'cli', 'bin', 'lostwax.js');
/** Encrypts the signing keys of all authorities of tests. */
const SECRET_KEY = Buffer.alloc(32, 7).toString('base64url');
const START_LIMIT_MS = 30_000;

/** A real authority in a process of its own: `lostwax serve`. */
export interface RunningAuthority {
  /** Where it is reached, by address; its origin is `http://localhost:<port>`. */
  readonly url: string;
  readonly port: number;
  readonly dataFolder: string;
  /** The first administrator key. */
  readonly adminKey: string;
  readonly program: Program;
  /**
   * One call of the HTTP API (spec/http-api.yaml) with the first administrator key.
   *
   * @throws ApiError when the answer is not one of success; what `fetch` throws when the authority is gone.
   */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** An answer of the authority that is not a success. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: unknown;

  constructor(what: string, status: number, problem: unknown, log: string) {
    super(`${what} was answered ${status}: ${JSON.stringify(problem)}${log}`);
    this.status = status;
    this.problem = problem;
  }
}

/**
 * Starts an authority and waits until it answers.
 *
 * @param dataFolder - An empty folder, or that of an authority before.
 * @param port - 0: any. One started again needs the port it had, since that is part of its origin.
 * @param flags - More of `lostwax serve`.
 */
export async function startAuthority(
  dataFolder: string,
  port = 0,
  flags: readonly string[] = [],
): Promise<RunningAuthority> {
  const args = ['serve', '--json', '--data', dataFolder, '--port', `${port}`, '--drain', '0', ...flags];
  const program = startProgram(process.execPath, [lostwaxCommand, ...args], {
    ...process.env,
    LOSTWAX_SECRET_KEY: SECRET_KEY,
  });
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
      // What it logged tells why it failed, and only then matters.
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

/** The only place that knows what `lostwax serve --json` prints once it answers requests: one line of JSON. */
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
