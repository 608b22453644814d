/** Real gateways that ask a real gate, each with the very configuration of README.md. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { startCaddy } from '../../../tools/testing/caddy.ts';
import { type Echo, type Seen, startEcho } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { startNginx } from '../../../tools/testing/nginx.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import type { RunningServer } from '../../../tools/testing/server.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const SOON_MS = 10_000;

/** What differs between the gateways. */
interface Gateway {
  readonly name: 'nginx' | 'caddy';
  readonly block: RegExp;
  readonly start: typeof startNginx;
  /** Where the README's configuration says what is asked, and what asks for scopes instead. */
  readonly asked: readonly [plain: string, withScopes: string];
  /** What a client gets when the gate is gone. */
  readonly withoutGate: number;
}

const gateways: readonly Gateway[] = [
  {
    name: 'nginx',
    block: /```nginx\n(.*?)```/s,
    start: startNginx,
    asked: ['http://lostwax_gate/verify;', 'http://lostwax_gate/verify-scope/orders:read+orders:delete/;'],
    withoutGate: 503,
  },
  {
    name: 'caddy',
    block: /```caddyfile\n(.*?)```/s,
    start: startCaddy,
    asked: ['uri /verify/', 'uri /verify-scope/orders:read+orders:delete/'],
    withoutGate: 502,
  },
];

/** The README's block, on other ports. */
function configuration(
  { block, asked }: Gateway,
  port: number,
  gate: string,
  api: Echo,
  scoped: boolean,
): string {
  const text = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  const changes: readonly (readonly [from: string, to: string])[] = [
    ['127.0.0.1:7421', new URL(gate).host],
    ['127.0.0.1:8000', `127.0.0.1:${port}`],
    ['127.0.0.1:8080', `127.0.0.1:${api.port}`],
    [asked[0], asked[scoped ? 1 : 0]],
  ];
  return changes.reduce((config, [from, to]) => {
    assert.ok(config.includes(from), from);
    return config.replaceAll(from, to);
  }, block.exec(text)?.[1] ?? '');
}

for (const gateway of gateways) {
  const { program, skip } = await peerForTests(gateway.name);
  suite(`${gateway.name} asks a gate`, { skip, timeout: 120_000 }, () => {
    let house: House;
    let gate: RunningGate;
    let api: Echo;
    let front: RunningServer;
    let key: TestKey;

    const start = (asked: RunningGate, scoped = false) =>
      gateway.start(program, (port) => configuration(gateway, port, asked.url, api, scoped));

    before(async () => {
      house = await makeHouse();
      key = await house.issue();
      gate = await startGate(['--issuer', house.issuer, '--threads', '2']);
      await gateReady(gate);
      api = await startEcho();
      front = await start(gate);
    });
    after(async () => {
      await front?.stop();
      await api?.stop();
      await gate?.stop();
      await house?.end();
    });

    const seen = async (...lines: HeaderLine[]): Promise<Seen['headers']> => {
      const { status, text } = await ask(`${front.url}/orders?x=1`, lines);
      assert.equal(status, 200, `${text}\n${front.log()}`);
      return (JSON.parse(text) as Seen).headers;
    };
    const identity = (headers: Seen['headers']) =>
      headers.filter(([name]) => /^x.lostwax/.test(name)).toSorted(([a], [b]) => (a < b ? -1 : 1));

    test('a key is let through, and the upstream learns who calls but not the key', async () => {
      for (const line of [bearer(key.token), ['X-Api-Key', key.token] as const]) {
        const headers = await seen(line);
        const { 'x-lostwax-claims': claims = '', ...rest } = Object.fromEntries(identity(headers));
        assert.deepEqual(rest, {
          'x-lostwax-key-id': key.id,
          'x-lostwax-subject': 'customer-1',
          'x-lostwax-workspace': 'acme',
          'x-lostwax-scope': 'orders:read orders:write',
        });
        assert.equal(
          (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { jti: string }).jti,
          key.id,
        );
        assert.ok(!JSON.stringify(headers).includes(key.token.slice(0, 60)));
      }
    });

    test('identity headers that a client sends never reach the upstream, in any spelling', async () => {
      const names = [
        ...['x-lostwax-subject', 'X-LOSTWAX-Subject', 'x_lostwax_subject', 'X-Lostwax_Scope'],
        ...[
          'x.lostwax.scope',
          'X-Lostwax-Scope',
          'x-lostwax-key_id',
          'x-lostwax-claims',
          'X-Lostwax-Workspace',
        ],
      ];
      const forged = names.map((name): HeaderLine => [name, 'forged']);
      // Without scopes one of the gate's own headers is empty: a client's must not stand in its place.
      const bare = await house.issue({ scopes: [] });
      await until('it is accepted', SOON_MS, async () => (await gate.code(bare.token)) === 'accepted');
      for (const { token } of [key, bare]) {
        const headers = await seen(...forged, bearer(token), ...forged, [
          'Connection',
          'close, x-lostwax-subject, X-Lostwax-Key-Id',
        ]);
        assert.ok(!JSON.stringify(headers).includes('forged'), JSON.stringify(headers));
        for (const name of ['x-lostwax-subject', 'x-lostwax-key-id'])
          assert.equal(headers.filter(([it]) => it === name).length, 1);
      }
    });

    test('claims as large as they come are no reason for an error', async () => {
      const large = await house.issue({ claims: { note: 'n'.repeat(2_000) } });
      await until('it is accepted', SOON_MS, async () => (await gate.code(large.token)) === 'accepted');
      const claims = Object.fromEntries(identity(await seen(bearer(large.token))))['x-lostwax-claims'] ?? '';
      assert.ok(Buffer.from(claims, 'base64url').toString().includes('n'.repeat(2_000)));
    });

    const refused: readonly [string, () => HeaderLine[]][] = [
      ['no key', () => []],
      ['nonsense', () => [bearer('nonsense')]],
      // Two Authorization lines are 400 by nginx itself.
      [
        'two keys',
        () => [
          ['X-Api-Key', key.token],
          ['x-api-key', key.token],
        ],
      ],
      ['no Bearer', () => [['Authorization', key.token]]],
    ];
    for (const [what, lines] of refused) {
      test(`${what} is 401, and says how to authenticate`, async () => {
        const before = api.count();
        const { status, headers } = await ask(`${front.url}/`, lines());
        assert.equal(status, 401);
        assert.match(`${headers['www-authenticate']}`, /^Bearer realm="lostwax"/);
        assert.equal(api.count(), before, 'the upstream was not asked');
      });
    }

    test('a body goes through though the gate is not shown it', async () => {
      const answer = await fetch(`${front.url}/`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key.token}` },
        body: 'b'.repeat(500_000),
      });
      assert.equal(answer.status, 200, front.log());
      await answer.text();
    });

    test('a query of the API itself asks for no scopes', async () => {
      for (const query of ['scope=orders:delete', 'scope=', 'x=1&scope=a'])
        assert.equal((await ask(`${front.url}/authorize?${query}`, [bearer(key.token)])).status, 200, query);
    });

    test('a revoked key is refused within a moment, and a new one accepted', async () => {
      const fresh = await house.issue();
      const says = (status: number) => async () =>
        (await ask(`${front.url}/`, [bearer(fresh.token)])).status === status;
      await until('the new key is accepted', SOON_MS, says(200));
      await house.revoke(fresh);
      await until('the revoked key is refused', SOON_MS, says(401));
    });

    test('scopes are what the configuration says, whatever the client asks for', async () => {
      const scoped = await start(gate, true);
      try {
        for (const path of ['/', '/?scope=orders:read', '/verify', '/x/../verify-scope/orders:read/'])
          assert.equal((await ask(`${scoped.url}${path}`, [bearer(key.token)])).status, 403, path);
        const able = await house.issue({ scopes: ['orders:read', 'orders:delete'] });
        await until(
          'a key that has them is let through',
          SOON_MS,
          async () => (await ask(`${scoped.url}/`, [bearer(able.token)])).status === 200,
        );
      } finally {
        await scoped.stop();
      }
    });

    // The last: the gate is gone afterwards.
    test('while nothing can be judged, and without a gate, nobody gets in', async () => {
      await house.authority.stop('SIGKILL');
      const stale = await startGate(['--issuer', house.issuer]);
      const other = await start(stale);
      const answer = await ask(`${other.url}/`, [bearer(key.token)]);
      assert.deepEqual([answer.status, answer.headers['retry-after']], [503, '1']);
      await other.stop();
      await stale.stop();
      await gate.stop();
      assert.equal((await ask(`${front.url}/`, [bearer(key.token)])).status, gateway.withoutGate);
    });
  });
}
