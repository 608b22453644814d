/**
 * What `npm start` runs: the authority, a gate before an API, a demo API that checks keys itself, a key, and lines to paste.
 *
 * LOSTWAX_PORT (7420), LOSTWAX_GATE_PORT (7421), LOSTWAX_DEMO_PORT (7422) and LOSTWAX_DATA (./data) move it elsewhere.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, ProblemError } from '@lostwax/client';
import { createApi } from './api.ts';
import { createApiBehindGate } from './behind-gate.ts';
import { freshKey, makeWorkspace } from './fresh-key.ts';
import { startGate } from './gate.ts';
import { openPages } from './pages.ts';
import { CannotStart, type Part, startPart } from './part.ts';
import { screenText } from './screen.ts';

const apiPort = Number(process.env['LOSTWAX_DEMO_PORT'] || 7422);
const data = process.env['LOSTWAX_DATA'] || './data';
const HOST = '127.0.0.1';
const elsewhere = `To start elsewhere, with other ports and another folder:
  LOSTWAX_PORT=7520 LOSTWAX_GATE_PORT=7521 LOSTWAX_DEMO_PORT=7522 LOSTWAX_DATA=./other npm start`;

/** What `lostwax serve --json` prints once it is running. */
interface Authority {
  readonly url: string;
  readonly publishUrl: string;
  readonly adminKeyFile: string;
}

// A gate logs every reconnection, which is only noise on this screen.
process.env['LOSTWAX_GATE_LOG_LEVEL'] ||= 'error';
const stopped = stopSignal();
try {
  await quickstart();
} catch (error) {
  process.stderr.write(`\n${wordsFor(error)}\n`);
  process.exitCode = 1;
}

async function quickstart(): Promise<void> {
  if (!Number.isInteger(apiPort) || apiPort > 65_535)
    throw new CannotStart('LOSTWAX_DEMO_PORT must be a port number.');
  await using stack = new AsyncDisposableStack();
  const authority = await startPart<Authority>(['serve']);
  stack.defer(() => authority.stop());
  const { url, publishUrl, adminKeyFile } = authority;
  const client = createClient({ url, key: readFileSync(adminKeyFile, 'utf8').trim() });
  const { issuer, audience } = await makeWorkspace(client);

  const keySetUrl = new URL('/demo/.well-known/jwks.json', publishUrl);
  const api = await listen(createApi({ issuer, audience, keySetUrl }), apiPort);
  stack.defer(() => close(api));
  const behind = await listen(createApiBehindGate(), 0);
  stack.defer(() => close(behind));
  const upstream = `http://${HOST}:${(behind.address() as AddressInfo).port}`;
  // Before the gate starts, so that the gate accepts it as soon as it is ready.
  const { key, token, revoked } = await freshKey(client, 'demo', { customer: 'initech', name: 'npm start' });
  const gate = await startGate(client, { issuer, publishUrl, apiUrl: url, upstream });
  stack.defer(() => gate.stop());

  const links = await openPages(client, 'demo', 'initech');
  process.stdout.write(
    screenText({
      authorityUrl: local(url),
      gateUrl: local(gate.url),
      apiUrl: `http://localhost:${apiPort}`,
      ...{ issuer, data, adminKeyFile, keyId: key.id, token, revoked, ...links },
    }),
  );
  await Promise.race([stopped, unexpectedEnd('authority', authority), unexpectedEnd('gate', gate)]);
}

function local(url: string): string {
  return url.replace(HOST, 'localhost');
}

async function listen(server: Server, port: number): Promise<Server> {
  server.listen(port, HOST);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? 'something else is already listening there' : error.message;
    throw new CannotStart(`The demo API can't listen on ${HOST}:${port}: ${why}.`);
  });
  return server;
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}

async function unexpectedEnd(name: string, { ended }: Part): Promise<never> {
  await ended;
  throw new CannotStart(`The ${name} stopped unexpectedly. Run npm start again.`);
}

/** The first Ctrl-C, or what a supervisor sends. npm passes a Ctrl-C on that has arrived already, so that a second one says nothing. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

function wordsFor(error: unknown): string {
  if (error instanceof CannotStart) return `${error.message}\n\n${elsewhere}`;
  if (error instanceof ProblemError && error.code === 'invalid_key') {
    return `The administrator key in ${data} is no longer accepted. Create a new one: npx lostwax admin reset --data ${data}`;
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && 'path' in error) {
    // SECURITY.md says to delete it once there are named administrators: their keys must live on.
    return `There is no administrator key in ${String(error.path)}. Create a new one: npx lostwax admin reset --keep --data ${data}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
