import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type House, makeHouse } from '../../../packages/gate/test/support/house.ts';
import { lostwaxCommand } from '../../../tools/testing/authority.ts';
import { type Echo, type Seen, startEcho } from '../../../tools/testing/echo.ts';
import { startPins } from '../../../tools/testing/pins.ts';
import { type Program, startProgram } from '../../../tools/testing/program.ts';
import { type Answer, ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { startServer } from '../../../tools/testing/server.ts';
import { until } from '../../../tools/testing/until.ts';

const run = promisify(execFile);

/** What the gateway must know within, after the authority has answered. */
const SEEN_WITHIN_MS = 5_000;

/** An authority, `lostwax pins`, and HAProxy with exactly what `lostwax gateway haproxy --mode pins` prints. */
export interface Setup {
  readonly house: House;
  readonly url: string;
  readonly config: string;
  readonly echo: Echo;
  readonly feedKeyFile: string;
  /** The running `lostwax pins`. */
  pins: Program;
  /** The running HAProxy. */
  haproxy: Program;
  /** Flags of `lostwax pins`. */
  readonly pinsFlags: readonly string[];
  ask(...lines: readonly HeaderLine[]): Promise<Answer>;
  status(token: string): Promise<number>;
  /** Waits until a key gets this status. */
  seen(token: string, status: number): Promise<void>;
  /** The header lines that the API gets of a request that must pass. */
  upstream(...lines: readonly HeaderLine[]): Promise<Seen['headers']>;
  /** One command to HAProxy's runtime API. */
  runtime(command: string): Promise<string>;
  /** Starts another HAProxy on the same file. */
  startHaproxy(...flags: readonly string[]): Program;
  end(): Promise<void>;
}

/**
 * @param gatewayFlags - More flags for `lostwax gateway haproxy`.
 * @param maxStale - Seconds.
 */
export async function setUp(
  program: string,
  gatewayFlags: readonly string[] = [],
  maxStale = 300,
): Promise<Setup> {
  const house = await makeHouse();
  const echo = await startEcho();
  const file = join(house.folder, 'haproxy.cfg');
  const socket = join(house.folder, 'haproxy.sock');
  const feedKeyFile = join(house.folder, 'feed.key');
  writeFileSync(feedKeyFile, house.authority.adminKey, { mode: 0o600 });
  const { authority } = house;
  const online = ['--workspace', 'acme', '--url', authority.url, '--data', authority.dataFolder];
  const startHaproxy = (...flags: readonly string[]) => startProgram(program, ['-db', '-f', file, ...flags]);
  let haproxy: Program | undefined;
  let config = '';
  const server = await startServer('haproxy', async (_, port) => {
    const addresses = ['--upstream', `${echo.host}:${echo.port}`, '--listen', `127.0.0.1:${port}`];
    const args = ['gateway', 'haproxy', '--mode', 'pins', '--socket', socket];
    const printed = await run(process.execPath, [
      lostwaxCommand,
      ...args,
      ...online,
      ...addresses,
      ...gatewayFlags,
    ]);
    config = printed.stdout;
    writeFileSync(file, config);
    haproxy = startHaproxy();
    return haproxy;
  });
  const pinsFlags = [
    ...['--issuer', house.issuer, '--feed-key-file', feedKeyFile],
    ...['--to', `haproxy:${socket}`, '--max-stale', `${maxStale}`, '--status-port', '0'],
  ];
  const pins = await startPins(pinsFlags);
  const { url } = server;
  const it: Setup = {
    house,
    url,
    config,
    echo,
    feedKeyFile,
    pins,
    haproxy: haproxy as Program,
    pinsFlags,
    ask: (...lines) => ask(url, lines),
    status: async (token) => (await ask(url, [bearer(token)])).status,
    seen: async (token, status) => {
      const isSeen = async () => (await ask(url, [bearer(token)]).catch(() => undefined))?.status === status;
      await until(`HAProxy answers ${status}`, SEEN_WITHIN_MS, isSeen);
    },
    async upstream(...lines) {
      const answer = await ask(url, lines);
      if (answer.status !== 200) throw new Error(`HAProxy answered ${answer.status}: ${answer.text}`);
      return (JSON.parse(answer.text) as Seen).headers;
    },
    runtime: (command) => runtime(socket, command),
    startHaproxy,
    async end() {
      await it.pins.stop('SIGKILL');
      await it.haproxy.stop('SIGKILL');
      await server.stop();
      await echo.stop();
      await house.end();
    },
  };
  return it;
}

function runtime(socket: string, command: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  connect(socket)
    .on('data', (chunk) => {
      text += chunk.toString();
    })
    .on('end', () => resolve(text))
    .on('error', reject)
    .end(`${command}\n`);
  return promise;
}
