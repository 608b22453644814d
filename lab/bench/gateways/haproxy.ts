import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gateways } from '../../../packages/gateways/src/index.ts';
import { type Program, startProgram } from '../../../tools/testing/program.ts';
import { type RunningServer, startServer } from '../../../tools/testing/server.ts';
import type { BenchSet } from '../sets.ts';
import type { MeasuredGateway } from './feed.ts';

/** The API. */
type Upstream = Pick<RunningServer, 'url'>;

/** A HAProxy of one thread. */
type MeasuredHaproxy = RunningServer & MeasuredGateway;

/**
 * HAProxy with what `lostwax gateway haproxy --mode pins` prints.
 *
 * @param socket - Of its runtime API.
 */
export function startChecking(
  program: string,
  { issuer, audience, prefix }: BenchSet,
  upstream: Upstream,
  socket: string,
): Promise<MeasuredHaproxy> {
  const gateway = gateways.find(({ name }) => name === 'haproxy');
  if (gateway === undefined) throw new Error('There is no such gateway.');
  return start(program, (port) =>
    gateway.render(
      { issuer, audience, prefix },
      { mode: 'pins', socket, listen: `127.0.0.1:${port}`, upstream: new URL(upstream.url).host },
    ),
  );
}

/** The same HAProxy without the check: it only passes requests on. */
export function startPlain(program: string, upstream: Upstream): Promise<MeasuredHaproxy> {
  return start(
    program,
    (port) => `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s

frontend api
  bind 127.0.0.1:${port}
  option forwardfor
  default_backend api

backend api
  server api ${new URL(upstream.url).host}
`,
  );
}

async function start(program: string, config: (port: number) => string): Promise<MeasuredHaproxy> {
  let running: Program | undefined;
  const server = await startServer('haproxy', async (folder, port) => {
    const file = join(folder, 'haproxy.cfg');
    await writeFile(file, config(port).replace(/^(?:global\n)?/, 'global\n  nbthread 1\n'));
    running = startProgram(program, ['-db', '-f', file]);
    return running;
  });
  return { ...server, pids: [running?.child.pid ?? Number.NaN] };
}
