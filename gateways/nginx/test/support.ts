import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type House, makeHouse } from '../../../packages/gate/test/support/house.ts';
import { lostwaxCommand } from '../../../tools/testing/authority.ts';
import { type Echo, type Seen, startEcho } from '../../../tools/testing/echo.ts';
import { startPins } from '../../../tools/testing/pins.ts';
import { type Program, startProgram } from '../../../tools/testing/program.ts';
import { type Answer, ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { startServer } from '../../../tools/testing/server.ts';
import { until } from '../../../tools/testing/until.ts';

export const run = promisify(execFile);

/** What the gateway must know within, after the authority has answered. */
const SEEN_WITHIN_MS = 5_000;

/** An authority, `lostwax pins`, and nginx with exactly what `lostwax gateway nginx --mode pins` prints. */
export interface Setup {
  readonly house: House;
  readonly url: string;
  readonly port: number;
  readonly echo: Echo;
  readonly feedKeyFile: string;
  /** Of nginx, with its configuration and script. */
  readonly folder: string;
  readonly socket: string;
  /** Arguments of nginx. */
  readonly args: readonly string[];
  /** The running `lostwax pins`. */
  pins: Program;
  /** The running nginx. */
  nginx: Program;
  /** Flags of `lostwax pins`. */
  readonly pinsFlags: readonly string[];
  ask(...lines: readonly HeaderLine[]): Promise<Answer>;
  status(token: string): Promise<number>;
  /** Waits until a key gets this status. */
  seen(token: string, status: number): Promise<void>;
  /** The header lines that the API gets of a request that must pass. */
  upstream(...lines: readonly HeaderLine[]): Promise<Seen['headers']>;
  /** A request to the socket. */
  write(body: string | undefined, path?: string): Promise<Answer>;
  /** Kills nginx and starts another. */
  restartNginx(): Promise<void>;
  end(): Promise<void>;
}

/** What a distribution's nginx.conf has, with two workers. */
function mainFile(program: string, folder: string): string {
  const module = 'usr/lib/nginx/modules/ngx_http_js_module.so';
  const own = join(dirname(program), module);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `${process.getuid?.() === 0 ? 'user root;\n' : ''}load_module ${existsSync(own) ? own : `/${module}`};
daemon off;
worker_processes 2;
pid ${join(folder, 'pid')};
error_log stderr warn;
events {}
http {
  access_log off;
${temporary.map((name) => `  ${name}_temp_path ${join(folder, name)};`).join('\n')}
  underscores_in_headers on;
  include conf.d/*.conf;
}
`;
}

/**
 * @param gatewayFlags - More flags for `lostwax gateway nginx`.
 * @param maxStale - Seconds.
 */
export async function setUp(
  program: string,
  gatewayFlags: readonly string[] = [],
  maxStale = 300,
): Promise<Setup> {
  const house = await makeHouse();
  const echo = await startEcho();
  const folder = join(house.folder, 'nginx');
  mkdirSync(join(folder, 'conf.d'), { recursive: true });
  const socket = join(folder, 'pins.sock');
  const feedKeyFile = join(house.folder, 'feed.key');
  writeFileSync(feedKeyFile, house.authority.adminKey, { mode: 0o600 });
  const { authority } = house;
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
  writeFileSync(join(folder, 'nginx.conf'), mainFile(program, folder));
  const print = async (port: number, ...flags: readonly string[]): Promise<string> => {
    const online = ['--workspace', 'acme', '--url', authority.url, '--data', authority.dataFolder];
    const addresses = ['--upstream', `${echo.host}:${echo.port}`, '--listen', `127.0.0.1:${port}`];
    const mode = ['--mode', 'pins', '--socket', socket, ...gatewayFlags, ...flags];
    return (
      await run(process.execPath, [lostwaxCommand, 'gateway', 'nginx', ...online, ...addresses, ...mode])
    ).stdout;
  };
  let nginx: Program | undefined;
  let port = 0;
  const server = await startServer('nginx', async (_, free) => {
    port = free;
    const [config, script] = await Promise.all([print(port), print(port, '--part', 'script')]);
    writeFileSync(join(folder, 'conf.d', 'lostwax.conf'), config);
    writeFileSync(join(folder, 'lostwax.js'), script);
    nginx = startProgram(program, args);
    return nginx;
  });
  const pinsFlags = [
    ...['--issuer', house.issuer, '--feed-key-file', feedKeyFile],
    ...['--to', `nginx:${socket}`, '--max-stale', `${maxStale}`],
  ];
  const pins = await startPins(pinsFlags);
  const { url } = server;
  const it: Setup = {
    ...{ house, url, port, echo, feedKeyFile, folder, socket, args, pins, pinsFlags },
    nginx: nginx as Program,
    ask: (...lines) => ask(url, lines),
    status: async (token) => (await ask(url, [bearer(token)])).status,
    seen: async (token, status) => {
      const isSeen = async () => (await ask(url, [bearer(token)]).catch(() => undefined))?.status === status;
      await until(`nginx answers ${status}`, SEEN_WITHIN_MS, isSeen);
    },
    async upstream(...lines) {
      const answer = await ask(url, lines);
      if (answer.status !== 200) throw new Error(`nginx answered ${answer.status}: ${answer.text}`);
      return (JSON.parse(answer.text) as Seen).headers;
    },
    write: (body, path = '/') => write(socket, body, path),
    async restartNginx() {
      await it.nginx.stop();
      rmSync(socket, { force: true });
      it.nginx = startProgram(program, args);
      await until('nginx answers', SEEN_WITHIN_MS, () => ask(url).catch(() => undefined));
    },
    async end() {
      await it.pins.stop('SIGKILL');
      await it.nginx.stop();
      await server.stop();
      await echo.stop();
      await house.end();
    },
  };
  return it;
}

function write(socketPath: string, body: string | undefined, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    request({ socketPath, path, method, agent: false }, async (incoming) => {
      let text = '';
      for await (const chunk of incoming) text += `${chunk}`;
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
    })
      .on('error', reject)
      .end(body);
  });
}
