import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { buildClaims, type JsonObject, makeKeyId, parseToken, verifyToken } from '@lostwax/core';
import { startMinter } from '../../src/minting/minter.ts';
import { makeFolder, withCode } from '../support/fixture.ts';

const minter = startMinter();
after(() => minter.close());
const folder = makeFolder();

function order(claims: JsonObject = {}) {
  const keyId = makeKeyId('acme');
  const said = { issuer: 'https://x.example/acme', customer: 'c', audience: 'acme', issuedAtSeconds: 1e9 };
  return { keyId, claims: buildClaims({ ...said, keyId, scopes: [], claims }) };
}
const orders = (length: number) => Array.from({ length }, () => order());

describe('minting', () => {
  it('returns a key for each order, in order', async () => {
    const asked = orders(300);
    const minted = await minter.mint('ES256', asked);
    assert.equal(minted.length, 300);
    for (const [index, key] of minted.entries()) {
      assert.ok(!(key instanceof Error));
      const parsed = parseToken(key.token);
      assert.equal(parsed.keyId, asked[index]?.keyId);
      assert.ok(verifyToken(parsed, key.publicJwk, 'ES256'));
    }
    assert.deepEqual(await minter.mint('ES256', []), []);
  });

  it('returns no private half', async () => {
    for (const algorithm of ['ES256', 'RS256', 'EdDSA'] as const) {
      const [key] = await minter.mint(algorithm, [order()]);
      const sentinel = await minter.sentinel('acme', algorithm);
      assert.ok(key && !(key instanceof Error));
      for (const jwk of [key.publicJwk, sentinel]) {
        for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])
          assert.ok(!(member in jwk), member);
      }
      assert.equal(sentinel.kid, 'acme_sentinel');
    }
  });

  it('refuses only the token that is too long', async () => {
    const long = order({ text: 'x'.repeat(4_000) });
    const [before, refused, behind] = await minter.mint('ES256', [order(), long, order()]);
    withCode('token_too_long')(refused);
    assert.ok(!(before instanceof Error) && !(behind instanceof Error));
  });

  it('RS256 does not block ES256 or another RS256 key for long', async () => {
    const done: string[] = [];
    const say = (what: string) => () => done.push(what);
    await Promise.all([
      minter.mint('RS256', orders(6)).then(say('batch')),
      minter.mint('RS256', orders(1)).then(say('RS256')),
      minter.mint('ES256', orders(20)).then(say('ES256')),
    ]);
    assert.equal(done.at(-1), 'batch');
  });
});

describe('a minting thread that dies', () => {
  it('fails its pending orders with the reason, and is replaced for the next one', async (t) => {
    const workers = new Set<Worker>();
    const send = Worker.prototype.postMessage;
    t.mock.method(Worker.prototype, 'postMessage', function (this: Worker, message: unknown) {
      workers.add(this);
      send.call(this, message);
    });
    const minting = Promise.allSettled([
      minter.mint('ES256', orders(1_000)),
      minter.mint('ES256', orders(3)),
    ]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(workers.size, 1);
    await Promise.all([...workers].map((worker) => worker.terminate()));
    for (const outcome of await minting) {
      assert.equal(outcome.status, 'rejected');
      assert.match(String(outcome.reason), /the minting thread has ended/);
    }
    assert.equal((await minter.mint('ES256', orders(2))).length, 2);
    assert.equal(workers.size, 2);
  });

  it('because of its own error passes that on', async () => {
    const poison = { ...order(), claims: { ...order().claims, n: 1n as never } };
    await assert.rejects(
      minter.mint('EdDSA', [{ ...poison, claims: { ...poison.claims, jti: poison.keyId } }]),
      /BigInt/,
    );
    assert.equal((await minter.mint('EdDSA', orders(1))).length, 1);
  });

  it('by close accepts no more', async () => {
    const closed = startMinter();
    await closed.mint('ES256', orders(1));
    await closed.close();
    await assert.rejects(closed.mint('ES256', orders(1)), withCode('shutting_down'));
    await assert.rejects(closed.sentinel('acme', 'ES256'), withCode('shutting_down'));
  });
});

it('a process that waits for nothing else gets its result and then exits', () => {
  const source = JSON.stringify(join(import.meta.dirname, '../../src/minting/minter.ts'));
  const program = join(folder, 'mint.mjs');
  writeFileSync(
    program,
    `import { startMinter } from ${source}; console.log((await startMinter().sentinel('acme', 'RS256')).kid);`,
  );
  assert.equal(
    execFileSync(process.execPath, [program], { encoding: 'utf8', timeout: 20_000 }),
    'acme_sentinel\n',
  );
});
