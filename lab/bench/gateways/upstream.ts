import { startNginx } from '../../../tools/testing/nginx.ts';
import type { RunningServer } from '../../../tools/testing/server.ts';

/**
 * An API of nginx, which answers at once: the gateway in front of it is what limits the rate, with an API of Node it wouldn't be.
 *
 * @param program - From `peer('nginx-njs')`.
 */
export function startUpstream(program: string): Promise<RunningServer> {
  return startNginx(
    program,
    (port) =>
      `  keepalive_requests 1000000000;\n  server {\n    listen 127.0.0.1:${port};\n    location / { return 200; }\n  }\n`,
  );
}
