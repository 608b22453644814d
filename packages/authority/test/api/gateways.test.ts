import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type EnvoyOptions, gateways, renderEnvoy } from '@lostwax/gateways';
import { workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const base = `/v1/workspaces/${slug}/gateways`;

it('configurations are those that the package makes', async () => {
  const { items } = (await fixture.send({ method: 'GET', path: '/v1/gateways' })).json;
  assert.deepEqual(
    items.map(({ name }: { name: string }) => name),
    gateways.map(({ name }) => name),
  );
  const reader = 'rdr_0123456789abcdefghijkLMN';
  const path = `${base}/envoy?upstream=[::1]:8080&shards=256&revocation=5&listen=0.0.0.0:80&reader=${reader}`;
  const { issuer, audience, prefix } = await fixture.domain.workspace(slug);
  const options: EnvoyOptions = {
    ...{ issuer, audience, prefix, shards: 256, revocationSeconds: 5, reader },
    upstream: { host: '::1', port: 8080 },
    listen: { host: '0.0.0.0', port: 80 },
  };
  assert.equal((await fixture.send({ method: 'GET', path })).text, renderEnvoy(options));
});

for (const query of [
  '',
  '?upstream=api',
  '?upstream=api:0',
  '?upstream=a%0Ab:80',
  '?upstream=api:80&shards=16',
  '?upstream=api:80&revocation=1',
  '?upstream=api:80&reader=rdr_%0Ax',
]) {
  it(`refused: ${query || 'no upstream'}`, async () => {
    await fixture.refused({ method: 'GET', path: `${base}/envoy${query}` }, 400, 'invalid_request');
  });
}

it('a gateway that nobody has described', async () => {
  await fixture.refused({ method: 'GET', path: `${base}/toaster?upstream=api:80` }, 404, 'not_found');
});
