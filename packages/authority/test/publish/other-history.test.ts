/** A restored copy continues counting from its own number: no ETag of the lost history may match a different body. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { type Authority, startAuthority } from '../../src/authority.ts';
import { raiseEpoch } from '../../src/raise-epoch.ts';
import { makeFolder } from '../support/fixture.ts';

interface Seen {
  readonly etag: string;
  readonly body: string;
}

it('If-None-Match with an ETag of a lost history gives 304 for the same body alone', async (t) => {
  const data = join(makeFolder(), 'data');
  let running: Authority = await startAuthority({ data, port: 0 });
  t.after(() => running.close());
  const port = Number(new URL(running.url).port);
  const admin = readFileSync(running.adminKeyFile, 'utf8').trim();
  const restart = async (between: () => unknown): Promise<void> => {
    await running.close();
    await between();
    running = await startAuthority({ data, port });
  };
  const call = async (path: string, body: object): Promise<{ key: { id: string } }> => {
    const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' };
    const answer = await fetch(running.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, await answer.clone().text());
    return answer.json() as Promise<{ key: { id: string } }>;
  };
  const issue = async (): Promise<string> =>
    (await call('/v1/workspaces/acme/keys', { customer: 'c' })).key.id;
  const revoke = (id: string) => call(`/v1/workspaces/acme/keys/${id}/revoke`, {});
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${running.url}/acme/.well-known/${path}`, {
      headers: { ...headers, 'accept-encoding': 'identity' },
    });

  await call('/v1/workspaces', { slug: 'acme' });
  const [first, second] = [await issue(), await issue()];
  const copy = join(makeFolder(), 'copy');
  await restart(() => cpSync(data, copy, { recursive: true }));

  // The lost history, and another of the same length that ends a different key.
  const lost = await issue();
  await revoke(first);
  const shardOf = (kid: string): string => `jwks/${kid.slice(5, 7)}.json`;
  const paths = [
    'jwks.json',
    ...[first, second, lost].flatMap((kid) => [shardOf(kid), `jwks/key/${kid}.json`]),
  ];
  const seen = new Map<string, Seen>();
  for (const path of paths) {
    const answer = await get(path);
    seen.set(path, { etag: answer.headers.get('etag') ?? '', body: await answer.text() });
  }
  await restart(() => {
    rmSync(data, { recursive: true });
    cpSync(copy, data, { recursive: true });
  });
  await issue();
  await revoke(second);

  for (const raised of [false, true]) {
    if (raised) await restart(() => raiseEpoch({ data }));
    for (const [path, { etag, body }] of seen) {
      const answer = await get(path, { 'if-none-match': etag });
      if (answer.status === 304) assert.equal(await (await get(path)).text(), body, path);
      else if (answer.status === 200) assert.notEqual(answer.headers.get('etag'), etag, path);
      else assert.deepEqual([path, answer.status], [`jwks/key/${lost}.json`, 404]);
      if (raised) assert.notEqual(answer.status, 304, `${path} after a new history has begun`);
    }
  }
});
