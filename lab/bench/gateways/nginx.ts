import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gateways } from '../../../packages/gateways/src/index.ts';
import { startNginx } from '../../../tools/testing/nginx.ts';
import type { RunningServer } from '../../../tools/testing/server.ts';
import type { BenchSet } from '../sets.ts';
import type { MeasuredGateway } from './feed.ts';

/** An nginx of one process. */
type MeasuredNginx = RunningServer & MeasuredGateway;

/**
 * nginx with what `lostwax gateway nginx` prints.
 *
 * @param given - The options of the command but the addresses.
 */
export async function startMeasured(
  program: string,
  { issuer, audience, prefix }: BenchSet,
  upstream: { readonly url: string },
  folder: string,
  given: Readonly<Record<string, string>>,
): Promise<MeasuredNginx> {
  const gateway = gateways.find(({ name }) => name === 'nginx');
  if (gateway === undefined) throw new Error('There is no such gateway.');
  const print = (port: number, more: Readonly<Record<string, string>> = {}): string => {
    const addresses = { listen: `127.0.0.1:${port}`, upstream: new URL(upstream.url).host };
    return gateway.render({ issuer, audience, prefix }, { ...addresses, ...given, ...more });
  };
  const script = join(folder, 'lostwax.js');
  if (given['mode'] === 'pins') await writeFile(script, print(1, { part: 'script' }));
  const module = join(dirname(program), 'usr/lib/nginx/modules/ngx_http_js_module.so');
  return start(program, (port) => print(port).replace('from lostwax.js', `from ${script}`), [module]);
}

/** The same nginx, which passes requests on without a check. */
export function startPlain(program: string, upstream: { readonly url: string }): Promise<MeasuredNginx> {
  const { host } = new URL(upstream.url);
  return start(
    program,
    (port) => `upstream api {
  server ${host};
  keepalive 256;
}
server {
  listen 127.0.0.1:${port};
  location / {
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host ${host};
    proxy_pass http://api;
  }
}`,
  );
}

async function start(
  program: string,
  config: (port: number) => string,
  modules: readonly string[] = [],
): Promise<MeasuredNginx> {
  let pids: readonly number[] = [];
  const server = await startNginx(
    program,
    // The load generator keeps its connections.
    (port) => `keepalive_requests 1000000000;\n${config(port)}`,
    modules,
    (pid) => {
      pids = [pid];
    },
  );
  return { ...server, pids };
}
