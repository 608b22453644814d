import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lostwaxCommand } from '../../../../tools/testing/authority.ts';
import { type Echo, type Seen, startEcho } from '../../../../tools/testing/echo.ts';
import { startPins } from '../../../../tools/testing/pins.ts';
import { type Program, startProgram } from '../../../../tools/testing/program.ts';
import { type Answer, ask, bearer, type HeaderLine } from '../../../../tools/testing/request.ts';
import { startServer } from '../../../../tools/testing/server.ts';
import { until } from '../../../../tools/testing/until.ts';
import { type House, makeHouse } from '../../../gate/test/support/house.ts';

const run = promisify(execFile);

/** What the gateway must know within, after the authority has answered. */
const SEEN_WITHIN_MS = 15_000;

/** A gateway that can hold pins, as tests start it. */
export interface PinsGateway {
  /** Of `lostwax gateway <name>` and `lostwax pins --to <name>:…`. */
  readonly name: string;
  readonly title: string;
  /** Path of its binary. */
  readonly program: string;
  /** What the command prints, by the file to write it to; with the flags that print it. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** The arguments that run it with the files in this folder. */
  readonly args: (folder: string) => readonly string[];
  /** How it is stopped. */
  readonly signal: NodeJS.Signals;
  /** Writes what else must be in the folder. */
  readonly prepare?: (folder: string) => void;
  /** Before it is started again. */
  readonly tidy?: (socket: string) => void;
}

/** An authority, `lostwax pins`, and a gateway with exactly what `lostwax gateway <name> --mode pins` prints. */
export interface Setup {
  readonly house: House;
  readonly url: string;
  readonly echo: Echo;
  readonly feedKeyFile: string;
  /** Of the gateway, with its configuration. */
  readonly folder: string;
  /** Of the gateway, for `lostwax pins`. */
  readonly socket: string;
  /** Arguments of the gateway. */
  readonly args: readonly string[];
  /** The running `lostwax pins`. */
  pins: Program;
  /** The running gateway. */
  gateway: Program;
  /** Flags of `lostwax pins`. */
  readonly pinsFlags: readonly string[];
  ask(...lines: readonly HeaderLine[]): Promise<Answer>;
  status(token: string): Promise<number>;
  /** Waits until a key gets this status. */
  seen(token: string, status: number): Promise<void>;
  /** The header lines that the API gets of a request that must pass. */
  upstream(...lines: readonly HeaderLine[]): Promise<Seen['headers']>;
  /** @param rows - JSON Lines for `lostwax import`. */
  importKeys(rows: string): Promise<void>;
  /** Starts another gateway with the same files. */
  startGateway(...flags: readonly string[]): Program;
  /** Stops the gateway, starts another and waits until it answers. */
  restartGateway(): Promise<void>;
  end(): Promise<void>;
}

/**
 * @param flags - More flags for `lostwax gateway <name>`.
 * @param maxStale - Seconds.
 */
export async function setUp(
  gateway: PinsGateway,
  flags: readonly string[] = [],
  maxStale = 300,
): Promise<Setup> {
  const { name, title, program, files, signal } = gateway;
  const house = await makeHouse();
  const echo = await startEcho();
  const folder = join(house.folder, name);
  mkdirSync(folder);
  gateway.prepare?.(folder);
  const socket = join(folder, 'pins.sock');
  const feedKeyFile = join(house.folder, 'feed.key');
  writeFileSync(feedKeyFile, house.authority.adminKey, { mode: 0o600 });
  const { authority } = house;
  const online = ['--workspace', 'acme', '--url', authority.url, '--data', authority.dataFolder];
  const printed = async (port: number, more: readonly string[]): Promise<string> => {
    const addresses = ['--upstream', `${echo.host}:${echo.port}`, '--listen', `127.0.0.1:${port}`];
    const mode = ['--mode', 'pins', '--socket', socket, ...flags, ...more];
    const args = [lostwaxCommand, 'gateway', name, ...online, ...addresses, ...mode];
    return (await run(process.execPath, args)).stdout;
  };
  const args = gateway.args(folder);
  const startGateway = (...more: readonly string[]) => startProgram(program, [...args, ...more]);
  let first: Program | undefined;
  const server = await startServer(name, async (_, port) => {
    for (const [file, more] of Object.entries(files))
      writeFileSync(join(folder, file), await printed(port, more));
    first = startGateway();
    return first;
  });
  const pinsFlags = [
    ...['--issuer', house.issuer, '--feed-key-file', feedKeyFile],
    ...['--to', `${name}:${socket}`, '--max-stale', `${maxStale}`, '--status-port', '0'],
  ];
  const pins = await startPins(pinsFlags);
  const { url } = server;
  const it: Setup = {
    ...{ house, url, echo, feedKeyFile, folder, socket, args, pins, pinsFlags, startGateway },
    gateway: first as Program,
    ask: (...lines) => ask(url, lines),
    status: async (token) => (await ask(url, [bearer(token)])).status,
    async seen(token, status) {
      const isSeen = async () => (await ask(url, [bearer(token)]).catch(() => undefined))?.status === status;
      await until(`${title} answers ${status}`, SEEN_WITHIN_MS, isSeen);
    },
    async upstream(...lines) {
      const answer = await ask(url, lines);
      if (answer.status !== 200) throw new Error(`${title} answered ${answer.status}: ${answer.text}`);
      return (JSON.parse(answer.text) as Seen).headers;
    },
    async importKeys(rows) {
      const file = join(house.folder, 'keys.jsonl');
      writeFileSync(file, rows);
      await run(process.execPath, [lostwaxCommand, 'import', file, ...online]);
    },
    async restartGateway() {
      await it.gateway.stop(signal);
      gateway.tidy?.(socket);
      it.gateway = startGateway();
      await until(`${title} answers`, SEEN_WITHIN_MS, () => ask(url).catch(() => undefined));
    },
    async end() {
      await it.pins.stop('SIGKILL');
      await it.gateway.stop(signal);
      await server.stop();
      await echo.stop();
      await house.end();
    },
  };
  return it;
}
