import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startGateway } from '../../../gateways/envoy/test/fixture.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse } from './support/house.ts';

const resource = 'https://api.example.com/orders';
const metadata = 'https://api.example.com/.well-known/oauth-protected-resource/orders';
const path = '/.well-known/oauth-protected-resource/orders';
const envoy = await peerForTests('envoy');

describe('the metadata of the protected resource', { timeout: 90_000 }, () => {
  let house: House;
  let gate: RunningGate;
  let proxy: RunningGate;
  before(async () => {
    house = await makeHouse();
    const common = ['--issuer', house.issuer, '--resource', resource];
    gate = await startGate([...common, '--grpc-port', '0', '--cors-origin', '*']);
    proxy = await startGate([...common, '--upstream', 'http://127.0.0.1:9', '--status-port', '0']);
    await gateReady(gate);
    await until('the proxy is ready', 10_000, async () => (await fetch(`${proxy.statusUrl}/readyz`)).ok);
  });
  after(async () => {
    await Promise.all([gate?.stop(), proxy?.stop()]);
    await house?.end();
  });

  it('is served below its path without a key, by a gate and by a proxy', async () => {
    for (const { url } of [gate, proxy]) {
      const answer = await fetch(url + path);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-type'), 'application/json');
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.deepEqual(await answer.json(), {
        resource,
        authorization_servers: [house.issuer],
        bearer_methods_supported: ['header'],
        dpop_signing_alg_values_supported: ['ES256', 'EdDSA'],
      });
      assert.equal((await fetch(url + path, { method: 'HEAD' })).status, 200);
    }
    assert.equal((await fetch(`${gate.url}/.well-known/oauth-protected-resource`)).status, 404);
    assert.equal((await fetch(`${proxy.url}${path}x`)).status, 401);
    assert.equal((await fetch(proxy.url + path, { method: 'POST' })).status, 401);
  });

  it('is named in every challenge of the gate and of the proxy', async () => {
    const { token } = await house.issue();
    await gate.accepts(token);
    const challenges: readonly (readonly [url: string, status: number, headers: Record<string, string>])[] = [
      [`${gate.url}/verify`, 401, {}],
      [`${gate.url}/verify`, 401, { authorization: 'Bearer x' }],
      [`${gate.url}/verify`, 401, { authorization: 'Bearer x', origin: 'https://app.example.com' }],
      [`${gate.url}/verify?scope=admin`, 403, { authorization: `Bearer ${token}` }],
      [`${proxy.url}/`, 401, {}],
    ];
    for (const [url, status, headers] of challenges) {
      const answer = await fetch(url, { headers });
      assert.equal(answer.status, status, url);
      const challenge = answer.headers.get('www-authenticate') ?? '';
      assert.match(challenge, /^Bearer realm="lostwax"/);
      assert.ok(challenge.endsWith(`, resource_metadata="${metadata}"`), challenge);
    }
  });

  it('is named to clients of Envoy, over HTTP and gRPC', { skip: envoy.skip }, async () => {
    for (const gateProtocol of ['http', 'grpc'] as const) {
      const at = gateProtocol === 'http' ? new URL(gate.url).host : gate.grpcAddress;
      const [host = '', port] = at.split(':');
      const workspace = { issuer: house.issuer, audience: 'acme', prefix: 'acme' };
      const options = { mode: 'gate', gateProtocol, gate: { host, port: Number(port) } } as const;
      const gateway = await startGateway(envoy.program, workspace, options);
      try {
        const answer = await fetch(gateway.envoy.url);
        assert.equal(answer.status, 401);
        assert.match(answer.headers.get('www-authenticate') ?? '', /resource_metadata="https:/, gateProtocol);
      } finally {
        await gateway.stop();
      }
    }
  });

  it('is not named without --resource', async () => {
    const plain = await startGate(['--issuer', house.issuer]);
    try {
      await gateReady(plain);
      const answer = await fetch(`${plain.url}/verify`);
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="lostwax"');
      assert.equal((await fetch(plain.url + path)).status, 404);
    } finally {
      await plain.stop();
    }
  });
});
