import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Program, startProgram } from '../../../tools/testing/program.ts';
import type { Answer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';

const START_LIMIT_MS = 20_000;

/** A Worker in Cloudflare's runtime. */
export interface RunningWorker {
  readonly program: Program;
  /** Sends a request for `http://<host>/orders?x=1`: POST if it has a body. `fetch` would send the Worker's own host. */
  call(host: string, headers: OutgoingHttpHeaders, body?: Buffer): Promise<Answer>;
}

/**
 * Starts workerd with one Worker, which may reach this machine.
 *
 * @param program - From `peer('workerd')`.
 * @param folder - For its files.
 * @param code - A module.
 * @param env - What the Worker gets as its second argument.
 */
export async function startWorker(
  program: string,
  folder: string,
  code: string,
  env: Readonly<Record<string, string>>,
): Promise<RunningWorker> {
  const bindings = Object.entries(env).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  );
  writeFileSync(join(folder, 'worker.js'), code);
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker), (name = "internet", network = (allow = ["private"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  bindings = [${bindings.join(', ')}],
  compatibilityDate = "2026-11-01",
);
`,
  );
  const running = startProgram(program, ['serve', '--control-fd=1', join(folder, 'config.capnp')]);
  const port = await until('the Worker listens', START_LIMIT_MS, () => {
    if (!running.running()) throw new Error(`workerd ended:\n${running.output()}`);
    return /"event":"listen".*"port":(\d+)/.exec(running.output())?.[1];
  }).catch(async (error: unknown) => {
    await running.stop('SIGKILL');
    throw error;
  });
  return {
    program: running,
    async call(host, headers, body) {
      const method = body === undefined ? 'GET' : 'POST';
      const options = { host: '127.0.0.1', port, path: '/orders?x=1', agent: false };
      const outgoing = request({ ...options, method, headers: { host, ...headers } });
      outgoing.end(body);
      const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
      const { statusCode: status = 0, headers: answered } = incoming;
      return { status, headers: answered, text: await text(incoming) };
    },
  };
}
