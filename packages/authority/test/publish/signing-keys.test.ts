import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { startAuthority } from '../../src/authority.ts';
import { makeFolder, ORIGIN, SECRET_KEY } from '../support/fixture.ts';

interface Set {
  readonly keys: readonly { readonly kid: string }[];
}

describe('signing keys in the key set', async () => {
  const data = makeFolder();
  const secretKey = Buffer.from(SECRET_KEY).toString('base64url');
  const authority = await startAuthority({ data, port: 0, origin: ORIGIN, secretKey });
  after(() => authority.close());
  const { readFileSync } = await import('node:fs');
  const headers = {
    authorization: `Bearer ${readFileSync(authority.adminKeyFile, 'utf8').trim()}`,
    'content-type': 'application/json',
  };
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${authority.url}/v1/workspaces${path}`, init);
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return (await answer.json()) as T;
  };
  const documentOf = async (path: string): Promise<{ kids: string[]; etag: string | null }> => {
    const answer = await fetch(`${authority.url}/acme/.well-known/jwks${path}.json`);
    const kids = ((await answer.json()) as Set).keys.map(({ kid }) => kid);
    return { kids, etag: answer.headers.get('etag') };
  };
  const current = async (): Promise<string> => {
    const { items } = await call<{ items: { id: string }[] }>('GET', '/acme/signing-key');
    return items[0]?.id ?? assert.fail();
  };
  await call('POST', '', { slug: 'acme' });
  const { key } = await call<{ key: { id: string } }>('POST', '/acme/keys', { customer: 'c' });
  const before = await documentOf('');
  await call('PATCH', '/acme', { methods: ['signed', 'shared-signed'] });
  const first = await current();
  const shard = `/${/_([0-9a-f]{2})_\w{22}$/.exec(first)?.[1]}`;

  it('come after the keys and before the sentinel, in the set, in their shard and in their own document', async () => {
    const set = await documentOf('');
    assert.deepEqual(new Set(set.kids), new Set([key.id, first, 'acme_sentinel']));
    assert.equal(set.kids.length, 3);
    assert.equal(set.kids.at(-1), 'acme_sentinel');
    assert.notEqual(set.etag, before.etag);
    assert.deepEqual((await documentOf(shard)).kids.slice(-2), [first, 'acme_sentinel']);
    assert.deepEqual((await documentOf(`/key/${first}`)).kids, [first, 'acme_sentinel']);
  });

  it('are added and removed with a number in both feeds and a new ETag, and without content', async () => {
    const since = before.etag?.slice(1, -1) ?? '';
    const eventsOf = async (feed: string): Promise<string> => {
      const give = new AbortController();
      const url = `${authority.url}/acme/${feed}?since=${since}`;
      const answer = await fetch(url, { headers, signal: give.signal });
      assert.equal(answer.status, 200);
      let text = '';
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk as Uint8Array).toString();
        if (text.includes('event:')) break;
      }
      give.abort();
      return text;
    };
    for (const feed of ['feed', 'feed/full'])
      assert.match(await eventsOf(feed), /^id: \S+\.2\.\S+\nevent: other\ndata:/m);
  });

  it('are rotated side by side, and the old one is removed once no key needs it', async () => {
    await call('POST', '/acme/keys', { customer: 'c', method: 'shared-signed' });
    const shared = await documentOf(shard);
    await call('POST', '/acme/signing-key/rotate');
    const second = await current();
    const both = (await documentOf('')).kids;
    assert.ok(both.includes(first) && both.includes(second));
    const { revokedKeys } = await call<{ revokedKeys: number }>('POST', '/acme/signing-key/revoke', {
      kid: first,
      reason: 'stolen',
    });
    assert.equal(revokedKeys, 1);
    const left = await documentOf('');
    assert.ok(!left.kids.includes(first) && left.kids.includes(second));
    const leftOfShard = await documentOf(shard);
    assert.ok(!leftOfShard.kids.includes(first));
    assert.notEqual(leftOfShard.etag, shared.etag);
    assert.deepEqual((await documentOf(`/key/${first}`)).kids, ['acme_sentinel']);
  });

  it('are served the same after a restart', async () => {
    const [set, ofShard] = [await documentOf(''), await documentOf(shard)];
    await authority.close();
    const again = await startAuthority({ data, port: 0, origin: ORIGIN, secretKey });
    after(() => again.close());
    for (const [path, held] of [
      ['', set],
      [shard, ofShard],
    ] as const) {
      const answer = await fetch(`${again.url}/acme/.well-known/jwks${path}.json`);
      assert.equal(answer.headers.get('etag'), held.etag);
      assert.deepEqual(
        ((await answer.json()) as Set).keys.map(({ kid }) => kid),
        held.kids,
      );
    }
    await again.close();
    for (const wrong of [
      Buffer.alloc(32).toString('base64url'),
      'short',
      `${secretKey}=`,
      `${secretKey.slice(0, -1)}+`,
    ])
      await assert.rejects(
        startAuthority({ data, port: 0, origin: ORIGIN, secretKey: wrong }),
        /secret key/i,
      );
    const without = await startAuthority({ data, port: 0, origin: ORIGIN });
    after(() => without.close());
    const refused = await fetch(`${without.url}/v1/workspaces/acme/keys`, {
      ...{ method: 'POST', headers, body: JSON.stringify({ customer: 'c', method: 'shared-signed' }) },
    });
    assert.equal(refused.status, 409);
    assert.equal(((await refused.json()) as { code: string }).code, 'secret_key_missing');
  });
});
