/** The configuration itself: that Envoy takes it, and that what it says of time, size and certificates is so. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { renderEnvoy } from '../../../packages/gateways/src/index.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { makeTestAuthority, type TestAuthority } from '../../../tools/testing/certificate.ts';
import { startPublisher } from '../../../tools/testing/publisher.ts';
import { bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { startGateway } from './fixture.ts';

const { program, skip } = await peerForTests('envoy');

describe('the configuration for Envoy', { skip }, () => {
  let authority: TestAuthority;
  let folder: string;
  let trustedCaFile: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lostwax-envoy-config-'));
    trustedCaFile = join(folder, 'ca.pem');
    authority = await makeTestAuthority();
    await writeFile(trustedCaFile, authority.certificate);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const origin of [
    'http://localhost:7420',
    'https://auth.example',
    'https://192.0.2.7',
    'http://[::1]:7420',
  ]) {
    for (const shards of [1, 256] as const) {
      it(`Envoy takes it for ${origin} with ${shards} shards`, async () => {
        const upstream = { host: 'api.internal', port: 8080 };
        const options = { issuer: `${origin}/acme_live`, audience: 'it\'s "mine"', prefix: 'acme', upstream };
        const file = join(folder, `${shards}-${new URL(origin).hostname.replaceAll(/\W/g, '')}.yaml`);
        await writeFile(file, renderEnvoy({ ...options, shards, trustedCaFile }));
        const { stdout } = await promisify(execFile)(program, ['--mode', 'validate', '-c', file]);
        assert.match(stdout, /OK/);
      });
    }
  }

  const named: readonly [certificate: string, host: string, status: number][] = [
    ['localhost', 'localhost', 200],
    ['other.example', 'localhost', 401],
    ['127.0.0.1', '127.0.0.1', 200],
    ['127.0.0.2', '127.0.0.1', 401],
  ];
  for (const [certificateHost, host, status] of named) {
    it(`a key set at ${host} behind a certificate for ${certificateHost}: ${status}`, async (t) => {
      const publisher = await startPublisher({
        certificate: await authority.issue(certificateHost),
        host,
      });
      t.after(() => publisher.stop());
      const key = publisher.issue();
      const gateway = await startGateway(program, publisher, { trustedCaFile });
      t.after(() => gateway.stop());
      assert.equal(await gateway.status(bearer(key.token)), status);
    });
  }

  it('a certificate that no trusted authority signed: 401', async (t) => {
    const publisher = await startPublisher({
      certificate: await (await makeTestAuthority()).issue('localhost'),
      host: 'localhost',
    });
    t.after(() => publisher.stop());
    const key = publisher.issue();
    const gateway = await startGateway(program, publisher, { trustedCaFile });
    t.after(() => gateway.stop());
    assert.equal(await gateway.status(bearer(key.token)), 401);
  });

  // Above 5 s of cache_duration Envoy takes 5 s off. Were it not so, the second would be 11 s; were our 5 s not added, 1 s.
  const periods: readonly [revocationSeconds: number, least: number, most: number][] = [
    [2, 0, 4],
    [7, 3, 9],
  ];
  for (const [revocationSeconds, least, most] of periods) {
    it(`revocation within ${revocationSeconds} s: a fetch every ${revocationSeconds - 1} s`, async (t) => {
      const publisher = await startPublisher();
      t.after(() => publisher.stop());
      const gateway = await startGateway(program, publisher, { revocationSeconds });
      t.after(() => gateway.stop());
      const fetches = () => [...publisher.requests.values()].reduce((sum, count) => sum + count, 0);
      const started = performance.now();
      const first = fetches();
      await until('another fetch', 20_000, () => fetches() > first);
      const gapSeconds = (performance.now() - started) / 1000;
      assert.ok(gapSeconds > least && gapSeconds < most, `${gapSeconds} s`);
    });
  }

  it('a whole set over 32 MiB is read, and would not be without the runtime key', async (t) => {
    const publisher = await startPublisher();
    t.after(() => publisher.stop());
    const key = publisher.issue();
    const set = await (await fetch(`${publisher.issuer}/.well-known/jwks.json`)).text();
    publisher.answerWith(`${set.slice(0, -1)},"padding":"${'x'.repeat(33 * 1024 * 1024)}"}`);
    const withKey = await startGateway(program, publisher);
    t.after(() => withKey.stop());
    assert.equal(await withKey.status(bearer(key.token)), 200);
    const withoutKey = await startGateway(program, publisher, {}, (config) =>
      config.replace(/layered_runtime:[\s\S]*(?=static_resources:)/, ''),
    );
    t.after(() => withoutKey.stop());
    assert.equal(await withoutKey.status(bearer(key.token)), 401);
  });

  it('why a key set is never empty: Envoy goes on accepting old keys, but not beside a sentinel', async (t) => {
    const publisher = await startPublisher();
    t.after(() => publisher.stop());
    const key = publisher.issue();
    const gateway = await startGateway(program, publisher);
    t.after(() => gateway.stop());
    assert.equal(await gateway.status(bearer(key.token)), 200);

    publisher.answerWith('{"keys":[]}');
    await until('two refused fetches', 20_000, async () => {
      return (await gateway.envoy.statistic('http.api.jwt_authn.jwks_fetch_failed')) >= 2;
    });
    assert.equal(await gateway.status(bearer(key.token)), 200);

    publisher.answerWith(undefined);
    publisher.revoke(key.keyId);
    await until(
      'the last key is refused',
      15_000,
      async () => (await gateway.status(bearer(key.token))) === 401,
    );
  });

  const fetched = 'http.api.jwt_authn.jwks_fetch_success';

  it('why never jwt_cache_config: with it, a revoked key is still accepted', async (t) => {
    const publisher = await startPublisher();
    t.after(() => publisher.stop());
    const cached = publisher.issue();
    const gateway = await startGateway(program, publisher, {}, (config) =>
      config.replace('clock_skew_seconds: 1,', 'clock_skew_seconds: 1, jwt_cache_config: {},'),
    );
    t.after(() => gateway.stop());
    assert.equal(await gateway.status(bearer(cached.token)), 200);
    publisher.revoke(cached.keyId);
    const before = await gateway.envoy.statistic(fetched);
    await until(
      'two more fetches',
      10_000,
      async () => (await gateway.envoy.statistic(fetched)) >= before + 2,
    );
    assert.equal(await gateway.status(bearer(cached.token)), 200);
  });
});
