import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import type { PinsGateway } from '../../../packages/pins/test/support/setup.ts';
import { temporaryPaths } from '../../../tools/testing/nginx.ts';
import type { Answer } from '../../../tools/testing/request.ts';

const FILE = 'nginx.conf';
const CONFIGURATIONS = 'conf.d';

/** @param program - From `peer('nginx-njs')`. */
export function nginxWithPins(program: string): PinsGateway {
  return {
    ...{ name: 'nginx', title: 'nginx', program, signal: 'SIGTERM' },
    files: { [join(CONFIGURATIONS, 'lostwax.conf')]: [], 'lostwax.js': ['--part', 'script'] },
    args: (folder) => ['-p', folder, '-c', join(folder, FILE), '-e', 'stderr'],
    prepare(folder) {
      mkdirSync(join(folder, CONFIGURATIONS));
      writeFileSync(join(folder, FILE), mainFile(program, folder));
    },
    tidy: (socket) => rmSync(socket, { force: true }),
  };
}

/** What a distribution's nginx.conf has, with two workers. */
function mainFile(program: string, folder: string): string {
  const module = 'usr/lib/nginx/modules/ngx_http_js_module.so';
  const own = join(dirname(program), module);
  return `${process.getuid?.() === 0 ? 'user root;\n' : ''}load_module ${existsSync(own) ? own : `/${module}`};
daemon off;
worker_processes 2;
pid ${join(folder, 'pid')};
error_log stderr warn;
events {}
http {
  access_log off;
${temporaryPaths(folder)}
  underscores_in_headers on;
  include ${CONFIGURATIONS}/*.conf;
}
`;
}

/** A request to the socket that `lostwax pins` writes to. */
export function write(socketPath: string, body: string | undefined, path = '/'): Promise<Answer> {
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
