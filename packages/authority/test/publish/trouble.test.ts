import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, it } from 'node:test';
import { keySetText } from '@lostwax/core';
import { createPublishHandler } from '../../src/publish/handler.ts';
import {
  base,
  etag,
  kidsOf,
  makeKey,
  makeWorkspace,
  serve,
  shardPath,
  TestWorkspace,
  watched,
} from './support.ts';

const setPath = `${base}/jwks.json`;

describe('unknown workspaces', () => {
  it('a newly created one is served at once', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const get = await serve(t, workspace);
    const path = '/globex/.well-known/jwks.json';
    const { status, headers, text } = await get(path);
    assert.deepEqual([status, headers['content-type']], [404, 'application/problem+json']);
    assert.deepEqual([headers['cache-control'], JSON.parse(text).code], ['no-store', 'workspace_not_found']);
    await makeWorkspace(workspace.store, 'globex');
    assert.equal((await get(path)).status, 200);
  });

  it('guessing many causes few store lookups', async (t) => {
    const { store, state } = watched((await TestWorkspace.open(t)).store);
    const get = await serve(t, { store });
    await get(setPath);
    const before = state.reads;
    const started = performance.now();
    for (let round = 0; round < 5; round += 1) {
      const guesses = Array.from({ length: 40 }, (_, n) => get(`/guess${round}_${n}/.well-known/jwks.json`));
      for (const { status } of await Promise.all(guesses)) assert.equal(status, 404);
    }
    const looks = state.reads - before;
    assert.ok(looks <= 2 + (performance.now() - started) / 50, `${looks} looks`);
  });

  it('key IDs with an invalid checksum cause none', async (t) => {
    const { store, state } = watched((await TestWorkspace.open(t)).store);
    const get = await serve(t, { store });
    await get(setPath);
    const before = state.reads;
    await Promise.all(Array.from({ length: 50 }, (_, n) => get(`${base}/jwks/key/acme_live_00_${n}.json`)));
    assert.equal(state.reads, before);
  });
});

describe('a store that cannot be read', () => {
  it('what is in memory is served, without keys revoked since; the rest is 503', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const { store, state } = watched(workspace.store);
    const failures: unknown[] = [];
    const get = await serve(t, { store, failed: (...failure) => failures.push(failure) });
    const [kept, revoked, disabled] = [makeKey(1), makeKey(1), makeKey(1)] as const;
    await workspace.add(kept, revoked, disabled);
    await workspace.remove(disabled);
    await get(setPath);
    state.broken = true;
    await workspace.remove(revoked);
    assert.deepEqual(kidsOf((await get(shardPath(1))).text), [kept.kid]);
    assert.deepEqual(failures, []);

    await workspace.restore(disabled);
    for (const path of [setPath, shardPath(1)]) {
      const { status, text, headers } = await get(path, { 'if-none-match': '*' });
      assert.deepEqual([status, kidsOf(text)], [200, [kept.kid]]);
      assert.deepEqual([headers.etag, headers['cache-control']], [undefined, 'no-store']);
    }
    assert.equal(failures.length, 2);

    const entry = await get(`${base}/jwks/key/${kept.kid}.json`);
    assert.equal(entry.text, keySetText(kept.jwk, await workspace.sentinel()));
    for (const path of [`${base}/jwks/key/${revoked.kid}.json`, '/globex/.well-known/jwks.json']) {
      const { status, text, headers } = await get(path);
      assert.deepEqual(
        [status, JSON.parse(text).code, headers['retry-after']],
        [503, 'storage_unavailable', '1'],
      );
      assert.doesNotMatch(text, /I\/O/);
      assert.ok(failures.some((failure) => (failure as unknown[])[1] === JSON.parse(text).requestId));
    }

    state.broken = false;
    const { text, headers } = await get(shardPath(1));
    assert.deepEqual([kidsOf(text), headers.etag], [[disabled.kid, kept.kid], etag(6)]);
  });

  it('metadata needs no store once a workspace is known', async (t) => {
    const { store, state } = watched((await TestWorkspace.open(t)).store);
    const get = await serve(t, { store });
    await get(setPath);
    state.broken = true;
    assert.equal((await get(`${base}/openid-configuration`)).status, 200);
  });
});

describe('readers that are slow or leave', () => {
  const many = 20_000;
  const rsaKey = () => {
    const key = makeKey();
    const jwk = `{"kty":"RSA","n":"${'A'.repeat(342)}","e":"AQAB","kid":"${key.kid}","alg":"RS256","use":"sig"}`;
    return { ...key, jwk };
  };

  async function open(t: Parameters<Parameters<typeof it>[0] & object>[0]) {
    const workspace = await TestWorkspace.open(t);
    const failures: unknown[] = [];
    const handle = createPublishHandler({ store: workspace.store, failed: (error) => failures.push(error) });
    const server = createServer(handle);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    t.after(() => server.close());
    // More than fits into the buffers at both ends of a socket.
    await workspace.add(...Array.from({ length: many }, rsaKey));
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1').pause();
    socket.write(`GET ${setPath} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    await new Promise((resolve) => socket.once('readable', resolve));
    return { workspace, socket, failures };
  }

  it('a slow one gets the version it started with, whatever changes in the meantime', async (t) => {
    const { workspace, socket } = await open(t);
    await workspace.add(...Array.from({ length: 256 }, (_, shard) => makeKey(shard)));
    const text = (await socket.toArray()).join('');
    const [head = '', body = ''] = text.split('\r\n\r\n');
    assert.match(head, /ETag: "[0-9a-f]{16}\.1\.20000\./);
    assert.equal(kidsOf(body).length, many);
  });

  it('one that disconnects is not an error', async (t) => {
    const { workspace, socket, failures } = await open(t);
    socket.destroy();
    const get = await serve(t, workspace);
    assert.equal((await get(shardPath(0))).status, 200);
    assert.deepEqual(failures, []);
  });
});
