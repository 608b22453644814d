/**
 * What `npm start` runs: the authority, a demo API that checks its keys, a key, and lines to paste.
 *
 * LOSTWAX_PORT (7420), LOSTWAX_DEMO_PORT (7422) and LOSTWAX_DATA (./data) move it elsewhere.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createClient, ProblemError } from '@lostwax/client';
import { createApi } from './api.ts';
import { CannotStart, type RunningAuthority, startAuthority } from './authority.ts';
import { freshKey, makeWorkspace } from './demo-key.ts';
import { screenText } from './screen.ts';

const apiPort = Number(process.env['LOSTWAX_DEMO_PORT'] || 7422);
const data = process.env['LOSTWAX_DATA'] || './data';
const HOST = '127.0.0.1';
const elsewhere = `To start elsewhere, with other ports and another folder:
  LOSTWAX_PORT=7520 LOSTWAX_DEMO_PORT=7522 LOSTWAX_DATA=./other npm start`;

const stopped = stopSignal();
try {
  await quickstart();
} catch (error) {
  process.stderr.write(`\n${wordsFor(error)}\n`);
  process.exitCode = 1;
}

async function quickstart(): Promise<void> {
  if (!Number.isInteger(apiPort) || apiPort > 65_535) throw new CannotStart('LOSTWAX_DEMO_PORT is no port.');
  const authority = await startAuthority();
  try {
    const client = createClient({
      url: authority.url,
      key: readFileSync(authority.adminKeyFile, 'utf8').trim(),
    });
    const { issuer, audience } = await makeWorkspace(client);
    const keySetUrl = new URL('/demo/.well-known/jwks.json', authority.publishUrl);
    const api = await listen(createApi({ issuer, audience, keySetUrl }));
    const { key, token, revoked } = await freshKey(client);
    const authorityUrl = authority.url.replace(HOST, 'localhost');
    const { adminKeyFile } = authority;
    const apiUrl = `http://localhost:${apiPort}`;
    process.stdout.write(
      screenText({ authorityUrl, apiUrl, issuer, data, adminKeyFile, keyId: key.id, token, revoked }),
    );
    await Promise.race([stopped, unexpectedEnd(authority)]);
    api.close();
    api.closeAllConnections();
  } finally {
    await authority.stop();
  }
}

async function listen(server: Server): Promise<Server> {
  server.listen(apiPort, HOST);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? 'something else listens there already' : error.message;
    throw new CannotStart(`The demo API cannot have ${HOST}:${apiPort}: ${why}.`);
  });
  return server;
}

async function unexpectedEnd({ ended }: RunningAuthority): Promise<never> {
  await ended;
  throw new CannotStart('The authority has ended. Start again.');
}

/** The first Ctrl-C, or what a supervisor sends. A child in this terminal gets Ctrl-C too, and stops in its own time. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

function wordsFor(error: unknown): string {
  if (error instanceof CannotStart) return `${error.message}\n\n${elsewhere}`;
  if (error instanceof ProblemError && error.code === 'invalid_key') {
    return `The administrator's key in ${data} is not accepted any more. Make a new one: npx lostwax admin reset --data ${data}`;
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && 'path' in error) {
    // SECURITY.md says to delete it once there are named administrators: their keys must live on.
    return `There is no administrator's key in ${String(error.path)}. Make a new one: npx lostwax admin reset --keep --data ${data}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
