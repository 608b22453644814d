/** Paths and CORS preflights that need no key, while Envoy checks keys itself: the same with one document and with 256 shards. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { type Publisher, startPublisher } from '../../../tools/testing/publisher.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { type Gateway, startGateway } from './fixture.ts';
import { assertNobodys, forged, preflight } from './open-requests.ts';

const { program, skip } = await peerForTests('envoy');

for (const shards of [1, 256] as const) {
  describe(`what Envoy with ${shards} shards lets through without a key`, { skip, timeout: 120_000 }, () => {
    let publisher: Publisher;
    let gateway: Gateway;
    let token: string;

    before(async () => {
      publisher = await startPublisher();
      ({ token } = publisher.issue());
      gateway = await startGateway(program, publisher, {
        shards,
        openPaths: ['/open', '/v1.0/status/'],
        preflight: 'pass',
      });
    });
    after(async () => {
      await gateway?.stop();
      await publisher?.stop();
    });

    it('a preflight, but not the identity that is forged in it', async () => {
      assertNobodys(
        await ask(`${gateway.envoy.url}/orders`, [...preflight, ...forged], 'OPTIONS'),
        'preflight',
      );
    });

    it('no request that is no preflight', async () => {
      const others: readonly [string, HeaderLine[]][] = [
        ['OPTIONS', []],
        ['OPTIONS', [preflight[0]]],
        ['OPTIONS', [preflight[1]]],
        ['GET', [...preflight]],
        ['PUT', [...preflight, ['X-HTTP-Method-Override', 'OPTIONS']]],
      ];
      for (const [method, lines] of others)
        assert.equal((await ask(`${gateway.envoy.url}/orders`, lines, method)).status, 401, method);
    });

    it('an open path with all below it, and no key that is sent there', async () => {
      for (const path of ['/open', '/open/', '/open/a/.b..c?x=..', '/v1.0/status', '/v1.0/status/x'])
        for (const lines of [[], [bearer(token)], [bearer('nonsense'), ['X-Api-Key', 'k'] as const]])
          assertNobodys(await ask(`${gateway.envoy.url}${path}`, [...lines, ...forged]), 'path');
    });

    const closed = [
      ...['/', '/orders', '/opened', '/OPEN/x', '/x/open/y', '/orders?x=/open/', '/v1x0/status', '//open'],
      ...['/open/../orders', '/open/./../orders', '/open/.../x', '/open/%2e%2e/orders', '/open/..%2forders'],
      ...[
        '/open/..;/orders',
        '/open/x;y',
        '/open/..\\orders',
        '/open/..%5corders',
        '/open//orders',
        '/open/%0a',
      ],
    ];
    it('no way around', async () => {
      for (const path of closed) {
        const { status } = await ask(`${gateway.envoy.url}${path}`);
        assert.ok([400, 401].includes(status), `${path}: ${status}`);
      }
    });

    it('all other requests are judged as ever', async () => {
      const headers = await gateway.upstreamHeaders(bearer(token));
      assert.ok(headers.some(([name, value]) => name === 'x-lostwax-workspace' && value === 'demo'));
      assert.ok(!headers.some(([name]) => name === 'x-lostwax-open'));
      assert.equal(await gateway.status(), 401);
    });
  });
}
