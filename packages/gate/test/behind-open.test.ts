/** Paths and CORS preflights without a key through real gateways, each configured as in docs/gateways.md. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import type { Seen } from '../../../tools/testing/echo.ts';
import { type Answer, ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { behind } from './support/behind.ts';
import { recipes } from './support/recipes.ts';

const PAGE = 'https://app.example.com';
const preflight: readonly HeaderLine[] = [
  ['Origin', PAGE],
  ['Access-Control-Request-Method', 'PUT'],
  ['Access-Control-Request-Headers', 'authorization'],
];
const forged = ['x-lostwax-subject', 'X_Lostwax_Subject', 'x.lostwax.scope', 'x-lostwax-open'].map(
  (name): HeaderLine => [name, 'forged'],
);

for (const recipe of recipes.filter(({ opened }) => opened !== undefined)) {
  const { program, skip } = await peerForTests(recipe.name);
  describe(`${recipe.name} leaves paths and preflights open`, { skip, timeout: 120_000 }, () => {
    const fixture = behind(recipe, program, { opened: true });

    /** Let through anonymously, without the key that was sent. */
    function isNobodys({ status, text }: Answer): void {
      assert.equal(status, 200, text);
      const { headers } = JSON.parse(text) as Seen;
      assert.deepEqual(
        headers.filter(([name, value]) => /lostwax|authorization|api.key/.test(name) || value === 'forged'),
        [],
      );
    }

    it('a preflight reaches the API without a key, but a forged identity does not', async () => {
      const answer = await ask(`${fixture.front.url}/orders`, [...preflight, ...forged], 'OPTIONS');
      isNobodys(answer);
      assert.equal((JSON.parse(answer.text) as Seen).method, 'OPTIONS');
    });

    it('a request that is not a preflight needs a key', async () => {
      const asked: HeaderLine = ['Access-Control-Request-Method', 'PUT'];
      const before = fixture.api.count();
      assert.equal((await ask(`${fixture.front.url}/orders`, [], 'OPTIONS')).status, 401);
      for (const method of ['GET', 'POST', 'PUT', 'DELETE'])
        assert.equal((await ask(`${fixture.front.url}/orders`, [asked], method)).status, 401, method);
      assert.equal(fixture.api.count(), before, 'the API was not asked');
    });

    it('an open path needs no key, and a key that is sent does not reach the API', async () => {
      for (const path of ['/open/', '/open/a/b.txt?x=1', '/open/~me/'])
        for (const lines of [
          [],
          [bearer(fixture.key.token)],
          [bearer('nonsense'), ['X-Api-Key', 'k'] as const],
        ])
          isNobodys(await ask(`${fixture.front.url}${path}`, [...lines, ...forged]));
    });

    const closed = [
      ...['/', '/orders', '/opened', '/OPEN/x', '/x/open/y', '/orders?x=/open/', '/orders#/open/'],
      ...[
        '/open/../orders',
        '/open/./../orders',
        '/open/%2e%2e/orders',
        '/open/..%2forders',
        '/open/.%2e/orders',
      ],
      ...[
        '/open/..;/orders',
        '/open/%252e%252e/orders',
        '/open/..\\orders',
        '/open/..%5corders',
        '/open%2f..%2forders',
      ],
      ...['//orders', '/open//../../orders', '/open/%00', '/open/%0a'],
    ];
    for (const path of closed)
      it(`not open: ${path}`, async () => {
        const before = fixture.api.count();
        const { status } = await ask(`${fixture.front.url}${path}`);
        assert.ok([400, 401].includes(status), `${status}`);
        assert.equal(fixture.api.count(), before, 'the API was not asked');
      });

    it('all other requests still need a key', async () => {
      const { headers } = await fixture.seen(bearer(fixture.key.token));
      assert.ok(headers.some(([name, value]) => name === 'x-lostwax-key-id' && value === fixture.key.id));
      assert.equal(await fixture.status(), 401);
    });
  });
}

const proxied = recipes.filter(({ opened }) => opened === undefined);
for (const recipe of proxied) {
  const { program, skip } = await peerForTests(recipe.name);
  describe(`${recipe.name} in front of a gate that leaves paths and preflights open`, {
    skip,
    timeout: 120_000,
  }, () => {
    const fixture = behind(recipe, program, {}, ['--preflight', 'pass', '--open-path', '/open']);

    const isNobodys = ({ status, text }: Answer, reason: string): void => {
      assert.equal(status, 200, text);
      const { headers } = JSON.parse(text) as Seen;
      assert.deepEqual(
        headers.filter(([name, value]) => /lostwax|authorization|api.key/.test(name) && value !== ''),
        [['x-lostwax-open', reason]],
      );
    };

    it('they reach the API without a key, but a forged identity does not', async () => {
      isNobodys(await ask(`${fixture.front.url}/orders`, [...preflight, ...forged], 'OPTIONS'), 'preflight');
      isNobodys(await ask(`${fixture.front.url}/open/x?y=1`, forged), 'path');
      assert.equal(await fixture.status(), 401);
      assert.equal((await ask(`${fixture.front.url}/open/../orders`)).status, 401);
    });
  });
}

for (const recipe of recipes) {
  const { program, skip } = await peerForTests(recipe.name);
  describe(`a page and a gate behind ${recipe.name}`, { skip, timeout: 120_000 }, () => {
    const fixture = behind(recipe, program, {}, ['--cors-origin', PAGE]);

    it('the page can read refusals, and pages of other origins cannot', async () => {
      for (const [origin, allowed] of [
        [PAGE, PAGE],
        ['https://elsewhere.example', undefined],
      ] as const) {
        const { status, headers, text } = await ask(`${fixture.front.url}/orders`, [
          bearer('nonsense'),
          ['Origin', origin],
        ]);
        assert.equal(status, 401);
        assert.equal(headers['access-control-allow-origin'], allowed);
        assert.equal(headers['vary'], 'Origin');
        assert.equal((JSON.parse(text) as { code: string }).code, 'token_malformed');
      }
    });
  });
}
