/** What `lostwax doctor --url` says of a key set that something between the authority and its readers has changed. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { keyAlgorithm } from '../src/doctor/live/key-set.ts';
import { publishedSet } from '../src/doctor/live/published-set.ts';

const key = { kid: 'acme_1', kty: 'EC', alg: 'ES256', use: 'sig', crv: 'P-256', x: 'x', y: 'y' };
const { kid, alg, use, ...nameless } = key;

interface Sent {
  readonly status?: number;
  readonly type?: string;
  readonly keys?: unknown;
  readonly waitMs?: number;
}

async function found({ status = 200, type = 'application/jwk-set+json', keys = [key], waitMs = 0 }: Sent) {
  const server = createServer((_, response) => {
    const headers = { 'content-type': type, location: '/elsewhere' };
    setTimeout(() => response.writeHead(status, headers).end(JSON.stringify({ keys })), waitMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const all = await publishedSet(`http://127.0.0.1:${port}/`);
  server.close();
  return all
    .filter(({ result }) => result !== 'ok')
    .map(({ id, result, what }) => [id, result, what] as const);
}

const mistakes: readonly (readonly [sent: Sent, id: string, result: string, what: RegExp])[] = [
  [{ status: 302 }, 'key-set-answer', 'broken', /status 302/],
  [{ type: 'text/html' }, 'key-set-answer', 'broken', /text\/html/],
  [{ waitMs: 1_600 }, 'key-set-answer', 'warning', /1\.\d s/],
  [{ keys: [] }, 'key-set-keys', 'broken', /no key/],
  [{ keys: 'none' }, 'key-set-keys', 'broken', /not a key set/],
  [{ keys: [{ ...nameless, alg, use }] }, 'key-set-keys', 'broken', /"kid"/],
  [{ keys: [key, { ...nameless, kid, use }] }, 'key-set-keys', 'broken', /"alg"/],
  [{ keys: [{ ...key, use: 'enc' }] }, 'key-set-keys', 'broken', /signatures/],
  [{ keys: [{ ...key, d: 'd' }] }, 'key-set-keys', 'broken', /private/],
  [{ keys: [key, key] }, 'key-set-keys', 'broken', /same ID/],
];

it('nothing is wrong with a key set as the authority publishes it', async () => {
  for (const type of ['application/json', 'application/jwk-set+json; charset=utf-8'])
    assert.deepEqual(await found({ type }), []);
});

for (const [sent, id, result, what] of mistakes)
  it(`${id} is named for ${JSON.stringify(sent)}`, async () => {
    const [one = [], ...more] = await found(sent);
    assert.deepEqual([one[0], one[1], more], [id, result, []]);
    assert.match(`${one[2]}`, what);
  });

it('a key set that cannot be fetched proves nothing', async () => {
  const all = await publishedSet('http://127.0.0.1:1/');
  assert.deepEqual(
    all.map(({ id, result }) => [id, result]),
    [['key-set-answer', 'unknown']],
  );
});

it('an algorithm that many gateways cannot check is named', () => {
  assert.deepEqual(
    (['RS256', 'ES256', 'EdDSA'] as const).map((it) => keyAlgorithm(it).result),
    ['ok', 'ok', 'unknown'],
  );
  assert.match(keyAlgorithm('ES256').what, /AWS HTTP API/);
  assert.match(keyAlgorithm('EdDSA').what, /HAProxy/);
});
