/**
 * One suite for all adapters: with every framework a request gets the same answer, and no handler runs unless
 * it should.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeClientSecret } from '@lostwax/core';
import { type Answer, ask, bearer, type HeaderLine } from '../../../../tools/testing/request.ts';
import { until } from '../../../../tools/testing/until.ts';
import { createVerifier, type RefusalCode, refusalTable, type Verifier } from '../../src/index.ts';
import { adapters, type KeyedApi, type Plan } from '../support/adapters.ts';
import { FeedServer } from '../support/feed-server.ts';
import { mistypedKeyId } from '../support/hostile.ts';
import { type KeyWishes, type TestKey, testKey } from '../support/keys.ts';
import { LIMIT_MS } from '../support/scene.ts';

interface Tried {
  readonly code: RefusalCode;
  readonly lines: readonly HeaderLine[];
  readonly path?: string;
}

for (const [name, start] of Object.entries(adapters)) {
  describe(`requireKey() of ${name}`, () => {
    let server: FeedServer;
    let verifier: Verifier<Plan>;
    let api: KeyedApi;
    let good: TestKey;

    const issue = (wishes: Partial<KeyWishes> = {}): TestKey => {
      const key = testKey({
        issuer: server.issuer,
        scopes: ['orders:read'],
        claims: { plan: 'gold' },
        ...wishes,
      });
      server.model.add(key);
      return key;
    };
    const wants = async (path: string, lines: readonly HeaderLine[]): Promise<Answer> =>
      ask(`${api.url}${path}`, lines);

    before(async () => {
      server = await FeedServer.start();
      good = issue();
      verifier = createVerifier({
        issuers: [server.issuer],
        audience: 'acme',
        readClaims: ({ plan }) => {
          if (typeof plan !== 'string') throw new TypeError('no plan');
          return { plan };
        },
      });
      api = await start(verifier);
      await verifier.ready(LIMIT_MS / 1000);
    });
    after(async () => {
      await api.stop();
      await verifier.close();
      await server.stop();
    });

    /** A request for each refusal. */
    function refused(): Tried[] {
      const past = Math.floor(Date.now() / 1000) - 10;
      const elsewhere = testKey({ issuer: server.issuer.replace('acme', 'acme_test') });
      return [
        { code: 'key_missing', lines: [] },
        { code: 'scheme_unknown', lines: [['Authorization', 'Basic dXNlcjpwYXNz']] },
        { code: 'scheme_unknown', lines: [['Authorization', `Token ${good.token}`]] },
        { code: 'scheme_unknown', lines: [['Authorization', `Bearer: ${good.token}`]] },
        { code: 'scheme_unknown', lines: [['Authorization', `Bearer:${good.token}`]] },
        { code: 'scheme_unknown', lines: [['Authorization', `Bearer\t${good.token}`]] },
        { code: 'scheme_doubled', lines: [['Authorization', `Bearer Bearer ${good.token}`]] },
        { code: 'scheme_doubled', lines: [['X-Api-Key', `Bearer ${good.token}`]] },
        { code: 'scheme_doubled', lines: [['X-Api-Key', `bearer: ${good.token}`]] },
        { code: 'key_missing', lines: [['Authorization', 'Bearer']] },
        { code: 'key_missing', lines: [['X-Api-Key', '']] },
        { code: 'key_misplaced', lines: [['Cookie', `key=${good.token}`]] },
        { code: 'key_misplaced', lines: [['X-Auth-Token', good.token]] },
        { code: 'key_misplaced', lines: [], path: `/plain?api_key=${good.token}` },
        { code: 'scheme_missing', lines: [['Authorization', good.token]] },
        { code: 'key_repeated', lines: [bearer(good.token), bearer(good.token)] },
        { code: 'key_repeated', lines: [bearer(good.token), bearer('garbage')] },
        {
          code: 'key_repeated',
          lines: [
            ['X-Api-Key', good.token],
            ['x-api-key', good.token],
          ],
        },
        { code: 'token_malformed', lines: [bearer('garbage')] },
        { code: 'token_malformed', lines: [bearer(`${good.token} ${good.token}`)] },
        { code: 'key_repeated', lines: [bearer('garbage'), ['X-Api-Key', good.token]] },
        { code: 'key_repeated', lines: [['X-Api-Key', 'another'], bearer(good.token)] },
        { code: 'token_malformed', lines: [bearer(`"${good.token}"`)] },
        { code: 'token_truncated', lines: [bearer(good.token.slice(0, -5))] },
        { code: 'client_secret_sent', lines: [bearer(makeClientSecret('acme'))] },
        { code: 'key_id_malformed', lines: [bearer(mistypedKeyId(good.token))] },
        { code: 'issuer_unknown', lines: [bearer(elsewhere.token)] },
        { code: 'key_unknown', lines: [bearer(testKey({ issuer: server.issuer }).token)] },
        { code: 'key_expired', lines: [bearer(issue({ expiresAtSeconds: past }).token)] },
        { code: 'audience_mismatch', lines: [bearer(issue({ audience: 'other' }).token)] },
        { code: 'claims_refused', lines: [bearer(issue({ claims: { plan: 7 } }).token)] },
        { code: 'insufficient_scope', lines: [bearer(good.token)], path: '/scoped' },
      ];
    }

    it('every refusal is answered with its status, challenge and problem, and the handler never runs', async () => {
      const tried = refused();
      const last = issue();
      await until('the stream is open', LIMIT_MS, () => server.streams === 1);
      server.flush();
      await until('the last key is there', LIMIT_MS, () => verifier.check(last.token).accepted);
      const handled = api.handled();
      for (const { code, lines, path = '/plain' } of tried) {
        const { status, headers, text } = await wants(path, lines);
        const { bearerError, ...row } = refusalTable[code];
        const problem: unknown = JSON.parse(text);
        const scope = code === 'insufficient_scope' ? { scope: 'orders:write' } : {};
        assert.deepEqual(problem, { type: `urn:lostwax:problem:${code}`, code, ...row, ...scope }, code);
        assert.equal(status, row.status, code);
        assert.equal(headers['content-type'], 'application/problem+json');
        assert.equal(headers['cache-control'], 'no-store');
        const error = bearerError === undefined ? '' : `, error="${bearerError}"`;
        const asked = code === 'insufficient_scope' ? ', scope="orders:write"' : '';
        assert.equal(headers['www-authenticate'], `Bearer realm="lostwax"${error}${asked}`, code);
        assert.ok(!text.includes(good.token.slice(0, 40)));
      }
      assert.equal(api.handled(), handled);
      // Only the full feed has OAuth clients: see access-tokens.test.ts and certificate-bound.test.ts.
      const ofTokens = [
        ...['signer_unknown', 'proof_missing', 'proof_invalid'],
        ...['certificate_missing', 'certificate_mismatch'],
      ];
      const covered = new Set<string>([...tried.map(({ code }) => code), 'set_stale', ...ofTokens]);
      assert.deepEqual(covered, new Set(Object.keys(refusalTable)));
    });

    const forms: Record<string, (token: string) => readonly HeaderLine[]> = {
      Bearer: (token) => [bearer(token)],
      'bearer in small letters, with two spaces': (token) => [['authorization', `bearer  ${token}`]],
      'X-Api-Key': (token) => [['X-Api-Key', token]],
      'X-Api-Key beside Basic': (token) => [
        ['Authorization', 'Basic dXNlcjpwYXNz'],
        ['X-Api-Key', token],
      ],
      'X-Api-Key beside a header without a scheme': (token) => [
        ['Authorization', 'opaque'],
        ['X-Api-Key', token],
      ],
    };
    for (const [form, lines] of Object.entries(forms)) {
      it(`a valid key sent as ${form} is available in the handler`, async () => {
        const { status, text } = await wants('/plain', lines(good.token));
        assert.equal(status, 200, text);
        const { keyId } = good;
        assert.deepEqual(JSON.parse(text), {
          subject: 'cus-1',
          keyId,
          scopes: ['orders:read'],
          plan: 'gold',
        });
      });
    }

    it('a key with the scope passes, and one without does not', async () => {
      const writer = issue({ scopes: ['orders:read', 'orders:write'] });
      await until('the stream is open', LIMIT_MS, () => server.streams === 1);
      server.flush();
      await until('the key is there', LIMIT_MS, () => verifier.check(writer.token).accepted);
      assert.equal((await wants('/scoped', [bearer(writer.token)])).status, 200);
      assert.equal((await wants('/scoped', [bearer(good.token)])).status, 403);
    });

    it('reading the key of an unchecked request throws', {
      skip: name === 'fetch' && 'its handler is given the key',
    }, async () => {
      assert.deepEqual(JSON.parse((await wants('/open', [bearer(good.token)])).text), { error: 'TypeError' });
    });

    it('without a set every key is answered with 503, and no handler runs', async () => {
      const stale = createVerifier({ issuers: [server.issuer], readClaims: () => ({ plan: '' }) });
      await stale.close();
      const closed = await start(stale);
      const { status, headers, text } = await ask(`${closed.url}/plain`, [bearer(good.token)]);
      assert.equal(status, 503);
      assert.equal((JSON.parse(text) as { code: string }).code, 'set_stale');
      assert.match(headers['retry-after'] as string, /^\d+$/);
      assert.equal(headers['www-authenticate'], undefined);
      assert.equal(closed.handled(), 0);
      await closed.stop();
    });

    it('an invalid scope throws immediately, not at the first request', async () => {
      for (const scopes of ['orders:read', ['with space'], [''], [7], [{ toString: () => 'a' }]]) {
        const { requireKey } = await import(`../../src/adapters/${name}.ts`);
        const asked = { scopes } as never;
        assert.throws(
          () =>
            name === 'fetch'
              ? requireKey(verifier, () => new Response(), asked)
              : requireKey(verifier, asked),
          { code: 'options_invalid' },
        );
      }
    });
  });
}
