/** Published key sets when an older copy answers: of a cache in front of the authority, or of a replica that is cut off. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request as requestTo, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { pino } from 'pino';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { until } from '../../../tools/testing/until.ts';
import { directoryPlace } from '../src/publish/directory.ts';
import { Publication } from '../src/publish/publication.ts';
import { FeedSource } from '../src/publish/source.ts';

const SOON_MS = 15_000;
const EVERY_SECONDS = 0.1;
const KEY_SET = '/acme/.well-known/jwks.json';

interface Issued {
  readonly key: { readonly id: string };
}

const folder = mkdtempSync(join(tmpdir(), 'lostwax-copies-'));
const stop = new AbortController();
const front = createServer(answer);
let authority: RunningAuthority;
let publication: Publication;
let running: Promise<void>;

/** The key set as it was last answered. */
let kept: { readonly etag: string; readonly body: Buffer } | undefined;
/** How often the kept one is the answer from now on, and which `Age` it has. */
let [olderAnswers, age] = [0, 0];

before(async () => {
  authority = await startAuthority(join(folder, 'data'));
  await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const issuer = `http://localhost:${authority.port}/acme`;
  const address = `http://127.0.0.1:${(front.address() as AddressInfo).port}/acme`;
  publication = new Publication({
    issuer,
    source: new FeedSource(address, issuer, stop.signal),
    place: directoryPlace(join(folder, 'www')),
    folder: 'acme',
    instance: 'test',
    log: pino({ level: 'silent' }),
    stop: stop.signal,
    ...{ every: EVERY_SECONDS, keysEvery: EVERY_SECONDS, snapshotEvery: 300 },
  });
  await publication.open();
  running = publication.run();
});
after(async () => {
  stop.abort();
  await running;
  await publication?.close();
  front.close();
  front.closeAllConnections();
  await authority?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('an older copy from a cache is soon replaced', async () => {
  const { key } = await published();
  [olderAnswers, age] = [1, 0];
  await authority.call('POST', `/v1/workspaces/acme/keys/${key.id}/revoke`, {});
  await until('an older copy was the answer', SOON_MS, () => olderAnswers === 0);
  await until('the key has left the published set', SOON_MS, () => !isPublished(key.id));
});

it('what a replica serves from memory is not taken for the key set', async () => {
  const { key } = await published();
  [olderAnswers, age] = [Infinity, 30];
  const { failures } = publication.status();
  const before = failures.keySets;
  await authority.call('POST', `/v1/workspaces/acme/keys/${key.id}/revoke`, {});
  await until('the copy fails', SOON_MS, () => failures.keySets > before + 1);
  assert.ok(isPublished(key.id));
  olderAnswers = 0;
  await until('the key has left the published set', SOON_MS, () => !isPublished(key.id));
});

/** Issues a key, and waits until it is in the published set and the publisher has nothing more to copy. */
async function published(): Promise<Issued> {
  const issued = await authority.call<Issued>('POST', '/v1/workspaces/acme/keys', { customer: 'ada' });
  await until('the key is published', SOON_MS, () => isPublished(issued.key.id));
  const { keySetsAt = 0 } = publication.status();
  await until('it is copied again', SOON_MS, () => (publication.status().keySetsAt ?? 0) > keySetsAt + 500);
  return issued;
}

function isPublished(keyId: string): boolean {
  try {
    return readFileSync(join(folder, 'www', KEY_SET), 'utf8').includes(keyId);
  } catch {
    return false;
  }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === KEY_SET && kept !== undefined && olderAnswers > 0) {
    olderAnswers -= 1;
    const headers = { etag: kept.etag, ...(age > 0 && { age: `${age}` }) };
    if (request.headers['if-none-match'] === kept.etag) response.writeHead(304, headers).end();
    else response.writeHead(200, headers).end(kept.body);
    return;
  }
  const { url: path, method, headers } = request;
  const passed = requestTo(`${authority.url}${path}`, { method, headers }, (found) => {
    response.writeHead(found.statusCode ?? 502, found.headers);
    found.pipe(response);
    if (path === KEY_SET && found.statusCode === 200) keep(found);
  });
  passed.on('error', () => response.destroy());
  response.on('close', () => passed.destroy());
  request.pipe(passed);
}

function keep(found: IncomingMessage): void {
  const parts: Buffer[] = [];
  found.on('data', (part: Buffer) => parts.push(part));
  found.on('end', () => {
    kept = { etag: found.headers.etag ?? '', body: Buffer.concat(parts) };
  });
}
