import { startNginx } from '../../../tools/testing/nginx.ts';
import type { RunningServer } from '../../../tools/testing/server.ts';

/** A path whose response has what an API's usually has. */
export const ORDERS = '/orders';

const order = { id: 'ord_1', status: 'paid', amount: 1250, currency: 'EUR', created: '2026-11-01T08:00:00Z' };
/** About 1 kB. */
const body = JSON.stringify({ data: Array.from({ length: 11 }, () => order), has_more: true });

/**
 * An API of nginx, which answers at once: the gateway in front of it is what limits the rate, with an API of Node it wouldn't be.
 * Its responses are empty, except at {@link ORDERS}.
 *
 * @param program - From `peer('nginx-njs')`.
 */
export function startUpstream(program: string): Promise<RunningServer> {
  return startNginx(
    program,
    (port) =>
      `  keepalive_requests 1000000000;
  server {
    listen 127.0.0.1:${port};
    location / { return 200; }
    location ${ORDERS} {
      default_type application/json;
      add_header Cache-Control no-store;
      add_header X-Request-Id $request_id;
      return 200 '${body}';
    }
  }
`,
  );
}
