import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, startProgram } from './program.ts';
import { ask } from './request.ts';
import { until } from './until.ts';

/** A real nginx that takes requests. */
export interface RunningNginx {
  readonly url: string;
  /** What it logged. */
  log(): string;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 30_000;
const ATTEMPTS = 3;

/**
 * Starts nginx and waits until it answers.
 *
 * @param program - From `peer('nginx')`.
 * @param config - What stands in `http { … }`, for the port that it is given: nginx cannot be asked to take a free one.
 * @throws Error with nginx's own log, when it ends or does not answer.
 */
export async function startNginx(program: string, config: (port: number) => string): Promise<RunningNginx> {
  const folder = await mkdtemp(join(tmpdir(), 'lostwax-nginx-'));
  const clean = (): Promise<void> => rm(folder, { recursive: true, force: true });
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const file = join(folder, 'nginx.conf');
    await writeFile(file, whole(folder, config(port)));
    const running = startProgram(program, ['-p', folder, '-c', file, '-e', 'stderr']);
    const url = `http://127.0.0.1:${port}`;
    try {
      await answers(url, running);
      const stop = async (): Promise<void> => {
        await running.stop();
        await clean();
      };
      return { url, log: running.output, stop };
    } catch (error) {
      await running.stop();
      // Somebody else took the port in between.
      if (attempt < ATTEMPTS && running.output().includes('Address already in use')) continue;
      await clean();
      throw new Error(`nginx did not start:\n${running.output()}`, { cause: error });
    }
  }
}

function answers(url: string, running: Program): Promise<unknown> {
  return until('nginx answers', START_LIMIT_MS, () => {
    if (!running.running()) throw new Error('nginx ended.');
    return ask(url).catch(() => undefined);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One process in the foreground that writes nowhere but into its own folder. */
function whole(folder: string, config: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
master_process off;
pid ${join(folder, 'pid')};
error_log stderr warn;
events {}
http {
  access_log off;
${temporary.map((name) => `  ${name}_temp_path ${join(folder, name)};`).join('\n')}
${config}
}
`;
}
