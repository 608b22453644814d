import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PinsError } from './errors.ts';
import type { PinsStatus } from './start.ts';

/** A server for probes and Prometheus. */
interface StatusServer {
  readonly url: string;
  close(): void;
}

/**
 * Serves /healthz, /readyz (503 while the gateway's table is not in use) and /metrics.
 *
 * @param port - 0 picks a free one.
 * @throws {@link PinsError} `settings_invalid` for a port that cannot be used.
 */
export async function serveStatus(
  host: string,
  port: number,
  status: () => PinsStatus,
): Promise<StatusServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const now = status();
    if (path === '/healthz') response.end('ok\n');
    else if (path === '/readyz')
      response.writeHead(now.inUse ? 200 : 503).end(now.inUse ? 'ready\n' : 'not ready\n');
    else if (path === '/metrics')
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics(now));
    else response.writeHead(404).end('Not found. This server has /healthz, /readyz and /metrics.\n');
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = `Port ${port} cannot be used for the status pages (${(error as NodeJS.ErrnoException).code}).`;
    throw new PinsError('settings_invalid', reason, { cause: error });
  }
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: urlOf(server, host), close };
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host}:${port}`;
}

function metrics({ inUse, keys, ageSeconds, replacements, failures }: PinsStatus): string {
  const age = Number.isFinite(ageSeconds) ? ageSeconds : '+Inf';
  const rows: readonly (readonly [name: string, type: string, help: string, value: number | string])[] = [
    ['in_use', 'gauge', "Whether the gateway's table is equal to the set and may be used.", inUse ? 1 : 0],
    ['keys', 'gauge', "Keys in the gateway's table.", keys],
    ['set_age_seconds', 'gauge', 'Time since the set was last known to be complete.', age],
    ['replacements_total', 'counter', 'Whole tables written to the gateway.', replacements],
    ['gateway_failures_total', 'counter', 'Failures to reach the gateway.', failures],
  ];
  return rows
    .map(([name, type, help, value]) => {
      const full = `lostwax_pins_${name}`;
      return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${full} ${value}\n`;
    })
    .join('');
}
