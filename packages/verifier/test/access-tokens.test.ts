/** Access tokens of OAuth clients, from a real authority, in programs that use the verifier. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { accessToken, basic, postForm } from '../../../tools/testing/access-token.ts';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { makeDpopKey, makeProof } from '../../../tools/testing/dpop.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { DpopProofs } from '../src/access-tokens/dpop.ts';
import { Signers } from '../src/access-tokens/signers.ts';
import { createVerifier, type Verifier } from '../src/index.ts';
import { adapters, ORIGIN, type Plan } from './support/adapters.ts';

const LIMIT_MS = 15_000;
const folder = mkdtempSync(join(tmpdir(), 'lostwax-tokens-'));

describe('access tokens in a program', { timeout: 60_000 }, () => {
  let authority: RunningAuthority;
  let issuer: string;
  let client: { readonly id: string; readonly token: string };
  const verifiers: Verifier<Plan>[] = [];

  before(async () => {
    authority = await startAuthority(join(folder, 'data'));
    issuer = `http://localhost:${authority.port}/acme`;
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    await authority.call('PATCH', '/v1/workspaces/acme', { methods: ['oauth-client'] });
    const made = await authority.call<{ key: { id: string }; token: string }>(
      'POST',
      '/v1/workspaces/acme/keys',
      {
        customer: 'cus-1',
        scopes: ['orders:read'],
        claims: { plan: 'gold' },
      },
    );
    client = { id: made.key.id, token: made.token };
  });
  after(async () => {
    await Promise.all(verifiers.map((verifier) => verifier.close()));
    await authority?.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  async function follow(audience?: string): Promise<Verifier<Plan>> {
    const verifier = createVerifier({
      issuers: [{ issuer, feedKey: authority.adminKey }],
      readClaims: (claims) => ({ plan: String(claims['plan']) }),
      ...(audience !== undefined && { audience }),
    });
    verifiers.push(verifier);
    await verifier.ready();
    return verifier;
  }

  for (const [name, start] of Object.entries(adapters)) {
    it(`${name}: the first call is accepted, because the adapter fetches the signing key`, async () => {
      const api = await start(await follow());
      const token = await accessToken(issuer, client);
      const answer = await ask(`${api.url}/plain`, [bearer(token)]);
      assert.equal(answer.status, 200, answer.text);
      const seen = { subject: 'cus-1', keyId: client.id, scopes: ['orders:read'], plan: 'gold' };
      assert.deepEqual(JSON.parse(answer.text), seen);
      assert.equal((await ask(`${api.url}/scoped`, [bearer(token)])).status, 403);
      await api.stop();
    });
  }

  for (const [name, start] of Object.entries(adapters)) {
    it(`${name}: a token that is bound to a key is accepted with its proof, once, and not without`, async () => {
      const api = await start(await follow());
      const key = makeDpopKey();
      const url = `${issuer}/oauth/token`;
      const headers = { ...basic(client), dpop: makeProof(key, { method: 'POST', url }) };
      const { json } = await postForm(url, { grant_type: 'client_credentials' }, headers);
      const token = String(json['access_token']);
      const proof = makeProof(key, { method: 'GET', url: `${ORIGIN}/plain`, token });
      const status = async (...lines: HeaderLine[]) => (await ask(`${api.url}/plain?page=2`, lines)).status;
      const bound: HeaderLine = ['Authorization', `DPoP ${token}`];
      assert.equal(await status(bearer(token)), 401);
      assert.equal(await status(bound), 401);
      assert.equal(await status(bound, ['DPoP', proof]), 200);
      assert.equal(await status(bound, ['DPoP', proof]), 401);
      const elsewhere = makeProof(key, { method: 'GET', url: `${ORIGIN}/scoped`, token });
      assert.equal(await status(bound, ['DPoP', elsewhere]), 401);
      await api.stop();
    });

    it(`${name}: an error after the signing key was fetched is answered with 500 by the framework`, async () => {
      const verifier = await follow();
      const token = await accessToken(issuer, client);
      let fetched = false;
      const api = await start({
        check: (credential, options) => {
          if (fetched) throw new Error('after the wait');
          return verifier.check(credential, options);
        },
        refreshSigners: async () => {
          fetched = true;
        },
      });
      assert.equal((await ask(`${api.url}/plain`, [bearer(token)])).status, 500);
      assert.equal(api.handled(), 0);
      await api.stop();
    });
  }

  it('check() itself asks nobody: it says so, and accepts after refreshSigners()', async () => {
    const verifier = await follow();
    const token = await accessToken(issuer, client);
    const first = verifier.check(token);
    assert.equal(!first.accepted && first.code, 'signer_unknown');
    await verifier.refreshSigners(token);
    assert.equal(verifier.check(token).accepted, true);
    await verifier.refreshSigners('nothing that could be a token');
    const late = verifier.check(token, { nowSeconds: Date.now() / 1_000 + 600 });
    assert.equal(!late.accepted && late.code, 'key_expired');
    const again = verifier.check(token);
    assert.ok(again.accepted);
    assert.equal(again.key.method, 'oauth-client');
  });

  it('are for their audience', async () => {
    const verifier = await follow('another');
    const token = await accessToken(issuer, client);
    await verifier.refreshSigners(token);
    const result = verifier.check(token);
    assert.equal(!result.accepted && result.code, 'audience_mismatch');
  });

  it('are refused after close()', async () => {
    const verifier = await follow();
    const token = await accessToken(issuer, client);
    await verifier.refreshSigners(token);
    assert.ok(verifier.check(token).accepted);
    await verifier.close();
    assert.equal(verifier.check(token).accepted, false);
  });
});

describe('used proofs', () => {
  const key = makeDpopKey();
  const { d: _, ...jwk } = key.jwk;
  const jkt = createHash('sha256')
    .update(JSON.stringify({ crv: jwk['crv'], kty: jwk['kty'], x: jwk['x'], y: jwk['y'] }))
    .digest('base64url');
  const url = `${ORIGIN}/plain`;
  const now = Date.now() / 1_000;
  const proofAt = (seconds: number) =>
    makeProof(key, { method: 'GET', url, token: 't' }, { payload: { iat: Math.floor(seconds) } });
  const check = (proofs: DpopProofs, proof: string, seconds = now) =>
    proofs.isValid({ proof, method: 'GET', url }, 't', jkt, seconds);

  it('are remembered for as long as they could be used', () => {
    const proofs = new DpopProofs();
    const proof = proofAt(now);
    assert.ok(check(proofs, proof));
    for (const later of [0, 1, 30, 59]) assert.ok(!check(proofs, proof, now + later), `${later}`);
    assert.ok(!check(proofs, proof, now + 61), 'it is too old by then');
    const other = proofAt(now + 69);
    assert.ok(check(proofs, other, now + 69));
    assert.ok(check(proofs, proofAt(now + 72), now + 72), 'another period begins');
    assert.ok(!check(proofs, other, now + 100), 'those of the one before count too');
  });

  it('take a bounded amount of memory', () => {
    const proofs = new DpopProofs(3);
    const used = Array.from({ length: 4 }, () => proofAt(now));
    for (const proof of used) assert.ok(check(proofs, proof));
    for (const proof of used.slice(-3)) assert.ok(!check(proofs, proof));
  });
});

describe('the keys that sign access tokens', { timeout: 60_000 }, () => {
  let server: Server;
  let address: string;
  let asked = 0;
  let answer: { status: number; text: string };
  const jwk = { kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' };
  const good = {
    ...jwk,
    kid: 'one',
    x: 'x9oUENHES-1-eyYxJgVlxeBbMZXeEE-evxuCeFKyj8Q',
    y: 'Ahlhqax9lilCxSxU3OazoATGpqukdYuOgHBB4FyRBE4',
  };

  before(async () => {
    server = createServer((_request, response) => {
      asked += 1;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text);
    }).listen(0, '127.0.0.1');
    await until('the server listens', LIMIT_MS, () => server.listening);
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme`;
  });
  after(() => server.close());

  it('are fetched once for all who wait, and not again within a second; a revoked token stays revoked', async (t) => {
    answer = { status: 200, text: JSON.stringify({ keys: [good], revoked: ['jti'] }) };
    const signers = new Signers([address]);
    t.after(() => signers.close());
    assert.equal(signers.get('one'), undefined);
    await Promise.all(Array.from({ length: 50 }, () => signers.refresh()));
    assert.equal(asked, 1);
    assert.ok(signers.get('one'));
    assert.ok(signers.isRevoked('jti'));
    const began = performance.now();
    // As if the authority's clock were ahead, by which the token has expired.
    answer = { status: 200, text: JSON.stringify({ keys: [good], revoked: ['other'] }) };
    await signers.refresh();
    assert.equal(asked, 2);
    assert.ok(performance.now() - began > 500);
    for (const id of ['jti', 'other']) assert.ok(signers.isRevoked(id));
  });

  it('stay when a fetch fails, and when the authority has new ones', async (t) => {
    const signers = new Signers(['http://127.0.0.1:1/acme', address]);
    t.after(() => signers.close());
    answer = { status: 200, text: JSON.stringify({ keys: [good] }) };
    await signers.refresh();
    assert.ok(signers.get('one'));
    const bad = [
      { status: 500, text: '{}' },
      { status: 200, text: 'no JSON' },
      { status: 200, text: '{"keys":1}' },
      { status: 200, text: `{"keys":[],"more":"${'x'.repeat(5_000_000)}"}` },
    ];
    for (answer of bad) {
      await signers.refresh();
      assert.ok(signers.get('one'));
    }
    answer = { status: 200, text: JSON.stringify({ keys: [{ ...good, kid: 'two' }] }) };
    await signers.refresh();
    assert.ok(signers.get('one'));
    assert.ok(signers.get('two'));
  });

  it('are P-256 for ES256, and nothing else', async (t) => {
    const signers = new Signers([address]);
    t.after(() => signers.close());
    const keys = [
      null,
      'text',
      { ...good, kid: 'alg', alg: 'RS256' },
      { ...good, kid: 'crv', crv: 'P-384' },
      { ...good, kid: 'kty', kty: 'oct', k: 'AAAA' },
      { ...good, kid: 'point', x: good.y },
      { ...good, kid: 7 },
      good,
    ];
    answer = { status: 200, text: JSON.stringify({ keys }) };
    await signers.refresh();
    assert.ok(signers.get('one'));
    for (const kid of ['alg', 'crv', 'kty', 'point']) assert.equal(signers.get(kid), undefined, kid);
  });
});
