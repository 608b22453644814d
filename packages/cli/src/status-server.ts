import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommandError } from './errors.ts';
import { readNumber } from './input.ts';

/** For `command.option`: the flag that {@link readStatusPort} reads. */
export const statusPortOption: readonly [flags: string, description: string] = [
  '--status-port <port>',
  'serve /healthz, /readyz and /metrics on this port of 127.0.0.1',
];

/** A metric with its values, in the terms of Prometheus. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly values: readonly MetricValue[];
}

interface MetricValue {
  /** Values without quotes, backslashes and line ends. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the pages show. */
export interface StatusSource {
  isReady(): boolean;
  metrics(): readonly Metric[];
}

/** A server for probes and Prometheus. */
export interface StatusServer {
  readonly url: string;
  close(): void;
}

/** @throws {@link CommandError} `usage`. */
export function readStatusPort(given: string | undefined): number | undefined {
  return given === undefined ? undefined : readNumber('--status-port', given, 0, 65_535);
}

/**
 * Serves /healthz, /readyz (503 while not ready) and /metrics on 127.0.0.1.
 *
 * @param port - 0 picks a free one. Undefined for no server.
 * @throws {@link CommandError} `usage` for a port that cannot be used.
 */
export async function serveStatus(
  port: number | undefined,
  { isReady, metrics }: StatusSource,
): Promise<StatusServer | undefined> {
  if (port === undefined) return undefined;
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') response.end('ok\n');
    else if (path === '/readyz') {
      const ready = isReady();
      response.writeHead(ready ? 200 : 503).end(ready ? 'ready\n' : 'not ready\n');
    } else if (path === '/metrics')
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(textOf(metrics()));
    else response.writeHead(404).end('Not found. This server has /healthz, /readyz and /metrics.\n');
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError('usage', `Port ${port} cannot be used for the status pages (${code}).`, {
      cause: error,
    });
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function textOf(metrics: readonly Metric[]): string {
  return metrics
    .map(({ name, type, help, values }) => {
      const lines = values.map((value) => `${name}${lineOf(value)}\n`);
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
    })
    .join('');
}

function lineOf({ labels = {}, value }: MetricValue): string {
  const pairs = Object.entries(labels).map(([name, text]) => `${name}="${text}"`);
  const number = value === Number.POSITIVE_INFINITY ? '+Inf' : value;
  return `${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${number}`;
}
