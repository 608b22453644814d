/**
 * Real gateways in front of a real gate, each configured as in docs/gateways.md: which requests get through,
 * and what the API sees.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import type { Seen } from '../../../tools/testing/echo.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { behind } from './support/behind.ts';
import { ownRecipes, programsOf, recipes } from './support/recipes.ts';

const SOON_MS = 10_000;

for (const [recipe, peer] of programsOf([...recipes, ...ownRecipes])) {
  const { program, skip } = await peerForTests(peer);
  describe(`${peer} in front of a gate`, { skip, timeout: 120_000 }, () => {
    const fixture = behind(recipe, program);

    const identity = ({ headers }: Seen) =>
      headers.filter(([name]) => /^x.lostwax/.test(name)).toSorted(([a], [b]) => (a < b ? -1 : 1));

    it('a request with a key gets through, and the API receives the identity but not the key', async () => {
      for (const line of [bearer(fixture.key.token), ['X-Api-Key', fixture.key.token] as const]) {
        const seen = await fixture.seen(line);
        const { 'x-lostwax-claims': claims = '', ...rest } = Object.fromEntries(identity(seen));
        assert.deepEqual(rest, {
          'x-lostwax-key-id': fixture.key.id,
          'x-lostwax-subject': 'customer-1',
          'x-lostwax-workspace': 'acme',
          'x-lostwax-scope': 'orders:read orders:write',
        });
        const { jti } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { jti: string };
        assert.equal(jti, fixture.key.id);
        assert.ok(!JSON.stringify(seen).includes(fixture.key.token.slice(0, 60)));
        assert.deepEqual(
          seen.headers.filter(([name]) => /authorization|api.key/.test(name)),
          [],
        );
      }
    });

    it('identity headers from a client never reach the API, in any spelling', async () => {
      const names = [
        ...['x-lostwax-subject', 'X-LOSTWAX-Subject', 'x_lostwax_subject', 'X_Lostwax_Subject'],
        ...['X-Lostwax_Scope', 'x.lostwax.scope', 'X-Lostwax-Scope', 'x-lostwax-key_id'],
        ...['x-lostwax-claims', 'X-Lostwax-Workspace', 'X-Lostwax-Open', 'x_lostwax_open'],
      ];
      const forged = names.map((name): HeaderLine => [name, 'forged']);
      // Without scopes one of the gate's own headers is empty. A client's value must not take its place.
      const bare = await fixture.issue({ scopes: [] });
      for (const { token } of [fixture.key, bare]) {
        const seen = await fixture.seen(...forged, bearer(token), ...forged, [
          'Connection',
          'close, x-lostwax-subject, X-Lostwax-Key-Id',
        ]);
        assert.ok(!JSON.stringify(seen).includes('forged'), JSON.stringify(seen));
        for (const name of ['x-lostwax-subject', 'x-lostwax-key-id'])
          assert.equal(seen.headers.filter(([is]) => is === name).length, 1);
      }
    });

    it('claims of the maximum size cause no error', async () => {
      const large = await fixture.issue({ claims: { note: 'n'.repeat(2_000) } });
      const claims = Object.fromEntries(identity(await fixture.seen(bearer(large.token))))[
        'x-lostwax-claims'
      ];
      assert.ok(
        Buffer.from(claims ?? '', 'base64url')
          .toString()
          .includes('n'.repeat(2_000)),
      );
    });

    const refused: readonly [code: string, lines: () => HeaderLine[]][] = [
      ['key_missing', () => []],
      ['token_malformed', () => [bearer('nonsense')]],
      ['scheme_missing', () => [['Authorization', fixture.key.token]]],
      ['token_truncated', () => [bearer(fixture.key.token.slice(0, -9))]],
      [
        'key_repeated',
        () => [
          ['X-Api-Key', fixture.key.token],
          ['x-api-key', fixture.key.token],
        ],
      ],
    ];
    for (const [code, lines] of refused) {
      it(`${code} is 401, with the gate's problem`, async () => {
        const before = fixture.api.count();
        const { status, headers, text } = await ask(`${fixture.front.url}/?scope=orders:read`, lines());
        assert.equal(status, 401, text);
        assert.equal(headers['content-type'], 'application/problem+json');
        assert.equal((JSON.parse(text) as { code: string }).code, code);
        // Exactly once: two would be joined by a comma.
        assert.match(`${headers['www-authenticate']}`, /^Bearer realm="lostwax"(, error="\w+")?$/);
        assert.equal(fixture.api.count(), before, 'the API was not asked');
      });
    }

    it('two Authorization lines are refused', async () => {
      const before = fixture.api.count();
      assert.equal(await fixture.status(bearer('nonsense'), bearer(fixture.key.token)), recipe.repeated);
      assert.equal(fixture.api.count(), before, 'the API was not asked');
    });

    it('a query for the API requires no scopes', async () => {
      for (const query of ['scope=orders:delete', 'scope=', 'x=1&scope=a'])
        assert.equal(
          (await ask(`${fixture.front.url}/authorize?${query}`, [bearer(fixture.key.token)])).status,
          200,
          query,
        );
    });

    it('a revoked key is refused within moments, and a new one accepted', async () => {
      const fresh = await fixture.issue();
      await fixture.house.revoke(fresh);
      await until(
        'the revoked key is refused',
        SOON_MS,
        async () => (await fixture.status(bearer(fresh.token))) === 401,
      );
    });

    // The gate as a reverse proxy requires none.
    if (recipe.asked !== undefined)
      it('scopes are set by the configuration, and a client learns which one its key lacks', async () => {
        const scoped = await fixture.start({ scoped: true });
        try {
          for (const path of ['/', '/?scope=orders:read', '/verify', '/x/../verify-scope/orders:read/']) {
            const { status, headers, text } = await ask(`${scoped.url}${path}`, [bearer(fixture.key.token)]);
            assert.equal(status, 403, path);
            const { code, scope } = JSON.parse(text) as { code: string; scope: string };
            assert.deepEqual([code, scope], ['insufficient_scope', 'orders:read orders:delete']);
            assert.equal(headers['content-type'], 'application/problem+json');
            assert.equal(
              headers['www-authenticate'],
              'Bearer realm="lostwax", error="insufficient_scope", scope="orders:read orders:delete"',
            );
          }
          assert.equal((await ask(scoped.url)).status, 401);
          const able = await fixture.issue({ scopes: ['orders:read', 'orders:delete'] });
          assert.equal((await ask(scoped.url, [bearer(able.token)])).status, 200);
        } finally {
          await scoped.stop();
        }
      });

    if (recipe.asked !== undefined)
      it('a gate that is a reverse proxy itself lets nothing through', async () => {
        const proxy = await startGate([
          ...['--issuer', fixture.house.issuer, '--upstream', `http://127.0.0.1:${fixture.api.port}`],
          ...['--status-port', '0'],
        ]);
        const misled = await fixture.start({}, proxy);
        try {
          await gateReady(proxy);
          const { status } = await ask(`${misled.url}/orders`, [bearer(fixture.key.token)]);
          assert.ok(status >= 400, `${status}`);
        } finally {
          await misled.stop();
          await proxy.stop();
        }
      });

    if (recipe.routed !== undefined)
      it('scopes can differ per route', async () => {
        const routed = await fixture.start({ routed: true });
        const reader = await fixture.issue({ scopes: ['orders:read'] });
        const status = async (path: string, { token }: { token: string }): Promise<number> =>
          (await ask(`${routed.url}${path}`, [bearer(token)])).status;
        try {
          for (const path of ['/orders/', '/orders/1?x=1', '/x/../orders/1', '/%6frders/1'])
            assert.deepEqual([await status(path, reader), await status(path, fixture.key)], [403, 200], path);
          assert.equal(await status('/invoices', reader), 200);
          const { text } = await ask(`${routed.url}/orders/1`, [bearer(reader.token)]);
          assert.equal((JSON.parse(text) as { scope: string }).scope, 'orders:write');
        } finally {
          await routed.stop();
        }
      });

    // Must be the last test, since it stops the gate.
    it('no request gets through while keys cannot be checked, or without a gate', async () => {
      const before = fixture.api.count();
      await fixture.house.authority.stop('SIGKILL');
      const stale = await startGate(['--issuer', fixture.house.issuer, ...recipe.flags(fixture.api)]);
      const other = await fixture.start({}, stale);
      await until('the gateway reports that keys cannot be checked', SOON_MS, async () => {
        const answer = await ask(other.url, [bearer(fixture.key.token)]);
        assert.equal(answer.status, 503);
        return answer.text.includes('set_stale') && answer.headers['retry-after'] === '1';
      });
      await other.stop();
      await stale.stop();
      await fixture.gate.stop();
      assert.equal(await fixture.status(bearer(fixture.key.token)), recipe.withoutGate);
      assert.equal(fixture.api.count(), before, 'the API was not asked');
    });
  });
}

for (const recipe of recipes.filter(({ asked }) => asked !== undefined)) {
  const { program, skip } = await peerForTests(recipe.name);
  describe(`${recipe.name} in front of a gate with a key header`, { skip, timeout: 120_000 }, () => {
    const keyHeader = 'X-Client-Key';
    const fixture = behind(recipe, program, { keyHeader }, ['--key-header', keyHeader]);

    it('the key does not reach the API, but a user’s own Authorization does', async () => {
      const { headers } = await fixture.seen([keyHeader, fixture.key.token], bearer('of-a-user'));
      assert.ok(headers.some(([name, value]) => name === 'authorization' && value === 'Bearer of-a-user'));
      assert.ok(headers.some(([name, value]) => name === 'x-lostwax-key-id' && value === fixture.key.id));
      assert.ok(!JSON.stringify(headers).includes(fixture.key.token.slice(0, 60)));
      assert.equal(await fixture.status(bearer(fixture.key.token)), 401);
    });
  });
}
