import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { keySetText, parseKeySet } from '@lostwax/core';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { tag } from '../../../../tools/testing/position.ts';
import {
  type Answer,
  base,
  etag,
  kidsOf,
  makeKey,
  makeWorkspace,
  serve,
  shardPath,
  TestWorkspace,
} from './support.ts';

const setPath = `${base}/jwks.json`;
const keyPath = (kid: string): string => `${base}/jwks/key/${kid}.json`;
const etagsOf = (answers: readonly Answer[]) => answers.map(({ headers }) => headers.etag);

describe('the key set over HTTP', () => {
  it('an empty workspace publishes its sentinel', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const expected = keySetText('', await workspace.sentinel());
    for (const path of [setPath, shardPath(0), shardPath(255)]) {
      const { status, text, headers } = await get(path);
      assert.deepEqual([status, text, headers.etag], [200, expected, etag(0)]);
      assert.equal(headers['content-type'], 'application/json');
      assert.equal(headers['content-length'], String(expected.length));
      assert.equal(headers['cache-control'], 'public, max-age=1, must-revalidate');
      assert.equal(headers.vary, 'Accept-Encoding');
    }
  });

  it('each document changes its ETag only when it changes itself', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const [a, b] = [makeKey(1), makeKey(2)];
    const paths = [setPath, shardPath(1), shardPath(2), shardPath(3)];
    const all = (): Promise<Answer[]> => Promise.all(paths.map((path) => get(path)));
    await workspace.add(a);
    await workspace.add(b);
    assert.deepEqual(etagsOf(await all()), [etag(2), etag(1), etag(2), etag(0)]);
    await workspace.remove(a);
    const after = await all();
    assert.deepEqual(etagsOf(after), [etag(3), etag(3), etag(2), etag(0)]);
    assert.deepEqual(
      after.map(({ text }) => kidsOf(text)),
      [[b.kid], [], [b.kid], []],
    );
    await workspace.restore(a);
    assert.deepEqual(etagsOf(await all()), [etag(4), etag(4), etag(2), etag(0)]);
    assert.deepEqual(etagsOf([await get(keyPath(a.kid)), await get(keyPath(b.kid))]), [etag(4), etag(2)]);
  });

  it('a restart keeps the same bytes and ETags', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const keys = Array.from({ length: 30 }, () => makeKey());
    const [first, last] = [keys[0], keys[29]] as [(typeof keys)[0], (typeof keys)[0]];
    await get(setPath);
    for (const key of keys) await workspace.add(key);
    await workspace.remove(first, last);
    await workspace.restore(first);
    const paths = [setPath, ...keys.flatMap(({ kid, shard }) => [shardPath(shard), keyPath(kid)])];
    const seen = async (fetch: typeof get) =>
      Promise.all(paths.map((path) => fetch(path).then(({ text, headers }) => [headers.etag, text])));
    const before = await seen(get);
    await workspace.restart();
    assert.deepEqual(await seen(await serve(t, workspace)), before);
  });

  it('a change is in the next response', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const kept = makeKey(9);
    await workspace.add(kept);
    for (let n = 0; n < 20; n += 1) {
      const key = makeKey(9);
      await workspace.add(key);
      assert.deepEqual(kidsOf((await get(shardPath(9))).text), [key.kid, kept.kid]);
      await workspace.remove(key);
      assert.deepEqual(kidsOf((await get(setPath)).text), [kept.kid]);
    }
  });

  it("another process's writes are noticed within a second", async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const key = makeKey(1);
    const paths = [setPath, shardPath(1)];
    const until = async (kids: readonly string[]): Promise<void> => {
      const deadline = performance.now() + 5_000;
      const seen = async (): Promise<string[]> =>
        (await Promise.all(paths.map((path) => get(path)))).flatMap(({ text }) => kidsOf(text));
      const expected = paths.flatMap(() => kids);
      while (!isDeepStrictEqual(await seen(), expected)) {
        assert.ok(performance.now() < deadline, 'it was not seen');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    await until([]);
    const other = workspace.beside(t);
    await other.add(key);
    await until([key.kid]);
    await other.remove(key);
    await until([]);
  });
});

describe('the document of one key', () => {
  it('live: the key and the sentinel; afterwards only the sentinel; never issued: 404', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const [key, other] = [makeKey(), makeKey(undefined, 'globex')];
    await workspace.add(key);
    const sentinel = await workspace.sentinel();
    assert.equal((await get(keyPath(key.kid))).text, keySetText(key.jwk, sentinel));
    await workspace.remove(key);
    const ended = await get(keyPath(key.kid));
    assert.deepEqual([ended.status, ended.text], [200, keySetText('', sentinel)]);
    await workspace.restore(key);
    assert.equal((await get(keyPath(key.kid))).text, keySetText(key.jwk, sentinel));
    for (const kid of [makeKey().kid, other.kid, `${key.kid}x`, 'acme_live_sentinel', 'x']) {
      const { status, text, headers } = await get(keyPath(kid));
      assert.deepEqual([status, JSON.parse(text).code], [404, 'key_not_found']);
      assert.equal(headers['content-type'], 'application/problem+json');
      assert.equal(headers['cache-control'], 'no-store');
    }
  });

  it('an issued key of another workspace is not found', async (t) => {
    const workspace = await TestWorkspace.open(t);
    await makeWorkspace(workspace.store, 'globex');
    const get = await serve(t, workspace);
    const key = makeKey();
    await workspace.add(key);
    assert.equal((await get(keyPath(key.kid))).status, 200);
    const { text } = await get(`/globex/.well-known/jwks/key/${key.kid}.json`);
    assert.equal(JSON.parse(text).code, 'key_not_found');
  });
});

describe('metadata', () => {
  it("both URLs return the workspace's issuer and the URL of its key set", async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const issuer = 'https://keys.example.com/acme_live';
    const [oidc, oauth] = await Promise.all([
      get(`${base}/openid-configuration`, { host: 'evil.example', 'x-forwarded-host': 'evil.example' }),
      get('/.well-known/oauth-authorization-server/acme_live'),
    ]);
    assert.deepEqual(JSON.parse(oidc.text), {
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256', 'RS256', 'EdDSA'],
    });
    assert.deepEqual([oauth.text, oauth.headers.etag], [oidc.text, oidc.headers.etag]);
    const again = await get(`${base}/openid-configuration`, { 'if-none-match': oidc.headers.etag });
    assert.equal(again.status, 304);
  });
});

describe('how libraries read it', () => {
  it('jose finds each key in the whole set, in its shard and in its own document, but no ended key', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const keys = Array.from({ length: 20 }, () => makeKey());
    await workspace.add(...keys);
    const [gone, ...live] = keys as [(typeof keys)[0], ...typeof keys];
    await workspace.remove(gone);
    const find = async (path: string, kid: string) => {
      const set = JSON.parse((await get(path)).text) as JSONWebKeySet;
      return createLocalJWKSet(set)({ alg: 'ES256', kid }, { payload: '', signature: '' });
    };
    for (const { kid, shard } of live) {
      for (const path of [setPath, shardPath(shard), keyPath(kid)])
        assert.equal((await find(path, kid)).type, 'public');
    }
    for (const path of [setPath, shardPath(gone.shard), keyPath(gone.kid)]) {
      await assert.rejects(find(path, gone.kid), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
    }
  });

  it('our own strict parser accepts every document', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const keys = Array.from({ length: 5 }, () => makeKey(1));
    await workspace.add(...keys);
    for (const path of [setPath, shardPath(1)])
      assert.equal(parseKeySet((await get(path)).text).keys.length, 5);
    assert.equal(parseKeySet((await get(shardPath(0))).text).keys.length, 0);
  });
});

describe('HTTP itself', () => {
  it("304 for the client's version in any of its encodings", async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    await workspace.add(...Array.from({ length: 10 }, () => makeKey(4)));
    for (const path of [setPath, shardPath(4), `${base}/openid-configuration`]) {
      const current = (await get(path)).headers.etag;
      const opaque = String(current).slice(1, -1);
      for (const known of [current, `W/${current}`, `"x", ${current}`, '*', `"${opaque}-gzip"`]) {
        const { status, body, headers } = await get(path, { 'if-none-match': known });
        assert.deepEqual([status, body.length], [304, 0], known);
        assert.equal(headers.etag, known?.includes('gzip') ? known : current);
        assert.match(String(headers['cache-control']), /^public, max-age=/);
        assert.equal(headers.vary, 'Accept-Encoding');
      }
      assert.equal((await get(path, { 'if-none-match': etag(9) })).status, 200);
    }
    const { etag: before } = (await get(setPath)).headers;
    await workspace.add(makeKey());
    assert.equal((await get(setPath, { 'if-none-match': before })).status, 200);
  });

  it('gzip contains the same bytes and has its own ETag', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    await workspace.add(...Array.from({ length: 50 }, () => makeKey(4)));
    for (const path of [setPath, shardPath(4)]) {
      const plain = await get(path);
      const packed = await get(path, { 'accept-encoding': 'gzip, deflate, br' });
      assert.equal(packed.headers['content-encoding'], 'gzip');
      assert.equal(packed.headers['content-length'], String(packed.body.length));
      assert.ok(packed.body.length < plain.body.length);
      assert.deepEqual(gunzipSync(packed.body), plain.body);
      assert.deepEqual(etagsOf([plain, packed]), [etag(50), `"${tag(50)}-gzip"`]);
      const refused = await get(path, { 'accept-encoding': 'gzip;q=0' });
      assert.equal(refused.headers['content-encoding'], undefined);
      const again = await get(path, { 'accept-encoding': 'gzip', 'if-none-match': `"${tag(50)}-gzip"` });
      assert.deepEqual([again.status, again.headers.etag], [304, `"${tag(50)}-gzip"`]);
    }
    const small = await get(shardPath(5), { 'accept-encoding': 'gzip' });
    assert.equal(small.headers['content-encoding'], undefined);
  });

  it('a set larger than one write arrives completely', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    await workspace.add(...Array.from({ length: 2_000 }, () => makeKey()));
    const { body, headers, text } = await get(setPath);
    assert.equal(headers['content-length'], String(body.length));
    assert.equal(kidsOf(text).length, 2_000);
  });

  it("HEAD returns GET's headers", async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const key = makeKey();
    await workspace.add(key);
    for (const path of [
      setPath,
      shardPath(key.shard),
      keyPath(key.kid),
      keyPath('x'),
      '/nobody/.well-known/jwks.json',
    ]) {
      const [asked, head] = [await get(path), await get(path, {}, 'HEAD')];
      assert.deepEqual([head.status, head.body.length], [asked.status, 0]);
      for (const name of ['content-type', 'content-length', 'etag'])
        assert.equal(head.headers[name], asked.headers[name]);
    }
  });

  it('other methods are refused with a list of the allowed ones', async (t) => {
    const get = await serve(t, await TestWorkspace.open(t));
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const { status, headers, text } = await get(setPath, {}, method);
      assert.deepEqual(
        [status, headers.allow, JSON.parse(text).code],
        [405, 'GET, HEAD', 'method_not_allowed'],
      );
    }
  });

  it('other paths are left to other handlers', async (t) => {
    const get = await serve(t, await TestWorkspace.open(t));
    for (const path of ['/', '/v1/workspaces', `${base}/jwks.json/`, `${base}/jwks/FF.json`]) {
      assert.equal((await get(path)).status, 599);
    }
  });
});
