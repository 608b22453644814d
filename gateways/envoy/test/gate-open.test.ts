/** A real Envoy that asks a real gate which leaves paths and CORS preflights open, over HTTP and over gRPC. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { EnvoyOptions } from '../../../packages/gateways/src/index.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { type Gateway, startGateway } from './fixture.ts';
import { assertNobodys, forged, PAGE, preflight } from './open-requests.ts';
import { type Issued, type Session, startSession } from './session.ts';

const { program, skip } = await peerForTests('envoy');

/** The options with which Envoy asks this gate. */
function askOf(gate: RunningGate, gateProtocol: 'http' | 'grpc'): Partial<EnvoyOptions> {
  const { hostname, port } = new URL(gateProtocol === 'http' ? gate.url : `http://${gate.grpcAddress}`);
  return { mode: 'gate', gateProtocol, gate: { host: hostname, port: Number(port) } };
}

for (const gateProtocol of ['http', 'grpc'] as const) {
  describe(`Envoy asks a gate with open paths over ${gateProtocol}`, { skip, timeout: 120_000 }, () => {
    let session: Session;
    let gate: RunningGate;
    let gateway: Gateway;
    let key: Issued;

    before(async () => {
      session = await startSession();
      const workspace = await session.createWorkspace({ slug: 'acme' });
      key = await session.issue('acme');
      const open = ['--open-path', '/open', '--preflight', 'pass', '--cors-origin', PAGE];
      gate = await startGate(['--issuer', workspace.issuer, '--grpc-port', '0', ...open]);
      await gateReady(gate);
      gateway = await startGateway(program, workspace, {
        ...askOf(gate, gateProtocol),
        // Also with scopes, which an open path does not need.
        scopes: ['read'],
      });
    });
    after(async () => {
      await gateway?.stop();
      await gate?.stop();
      await session?.stop();
    });

    it('a preflight and an open path pass as nobody’s requests', async () => {
      assertNobodys(
        await ask(`${gateway.envoy.url}/orders`, [...preflight, ...forged], 'OPTIONS'),
        'preflight',
      );
      for (const path of ['/open', '/open/a?b=/../'])
        assertNobodys(await ask(`${gateway.envoy.url}${path}`, forged), 'path');
    });

    it('a key on an open path is judged', async () => {
      assert.equal((await ask(`${gateway.envoy.url}/open`, [bearer('nonsense')])).status, 401);
    });

    const closed: readonly [method: string, path: string, lines: readonly HeaderLine[]][] = [
      ['OPTIONS', '/orders', []],
      ['OPTIONS', '/orders', preflight.slice(1)],
      ['GET', '/orders', preflight],
      ['GET', '/orders?/open', []],
      ['GET', '/OPEN', []],
      ['GET', '/opened', []],
      ['GET', '/open/../orders', []],
      ['GET', '/open/%2e%2e/orders', []],
      ['GET', '/open/..;/orders', []],
      ['GET', '//open', []],
      ['GET', '/verify/open', []],
      ['GET', '/../open', []],
    ];
    for (const [method, path, lines] of closed)
      it(`no way around: ${method} ${path} with ${lines.length} headers`, async () => {
        assert.equal((await ask(`${gateway.envoy.url}${path}`, lines, method)).status, 401);
      });

    it('a page can read what the gate refuses, and a page of another origin cannot', async () => {
      for (const [origin, allowed] of [
        [PAGE, PAGE],
        ['https://elsewhere.example', undefined],
      ] as const) {
        const answer = await ask(`${gateway.envoy.url}/orders`, [bearer(key.token), ['Origin', origin]]);
        assert.equal(answer.status, 403);
        assert.equal(answer.headers['access-control-allow-origin'], allowed);
        assert.equal(answer.headers['vary'], 'Origin');
        assert.match(`${answer.headers['www-authenticate']}`, /scope="read"/);
      }
    });
  });
}

for (const gateProtocol of ['http', 'grpc'] as const)
  it(`a gate with a key header, over ${gateProtocol}: the key goes, a user’s own Authorization stays`, {
    skip,
  }, async (t) => {
    const session = await startSession();
    t.after(() => session.stop());
    const workspace = await session.createWorkspace({ slug: 'acme' });
    const { token } = await session.issue('acme');
    const flags = ['--issuer', workspace.issuer, '--grpc-port', '0', '--key-header', 'X-Client-Key'];
    const gate = await startGate(flags);
    t.after(() => gate.stop());
    await gateReady(gate);
    const gateway = await startGateway(program, workspace, askOf(gate, gateProtocol), (config) =>
      config
        .replace('{ exact: authorization }, { exact: x-api-key }', '{ exact: x-client-key }')
        .replace('[authorization, x-api-key]', '[x-client-key]'),
    );
    t.after(() => gateway.stop());
    const headers = await gateway.upstreamHeaders(['X-Client-Key', token], bearer('of-a-user'));
    assert.ok(headers.some(([name, value]) => name === 'authorization' && value === 'Bearer of-a-user'));
    assert.ok(!JSON.stringify(headers).includes(token.slice(0, 60)));
    assert.equal(await gateway.status(bearer(token)), 401);
  });
