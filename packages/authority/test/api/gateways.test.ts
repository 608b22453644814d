import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type EnvoyOptions, gateways, renderEnvoy } from '@lostwax/gateways';
import { workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const base = `/v1/workspaces/${slug}/gateways`;

it('configurations are those that the package generates', async () => {
  const { items } = (await fixture.send({ method: 'GET', path: '/v1/gateways' })).json;
  assert.deepEqual(
    items.map(({ name }: { name: string }) => name),
    gateways.map(({ name }) => name),
  );
  const nginx = items.find(({ name }: { name: string }) => name === 'nginx');
  assert.deepEqual(nginx.parameters, ['upstream', 'listen', 'mode', 'gate', 'socket', 'keys', 'part']);
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

for (const { name, options } of gateways) {
  const taken = new Set(options.filter(({ several }) => !several).map((option) => option.name));
  const others = gateways
    .flatMap((gateway) => gateway.options)
    .filter((option) => !option.several && !taken.has(option.name));
  const examples: Readonly<Record<string, string>> = {
    ...{ keySet: 'https://keys.example.com', trustedCa: '/ca.pem', reader: 'rdr_0123456789abcdefghijkLMN' },
    ...{
      preflight: 'pass',
      key: 'pass',
      keys: '100',
      revocation: '15',
      shards: '1',
      gate: '127.0.0.1:1',
      routes: '1',
    },
    part: 'script',
  };

  for (const option of new Map(others.map((it) => [it.name, it])).values())
    it(`${name} refuses ${option.name}, which only other gateways have, and lists its own parameters`, async () => {
      const query = new URLSearchParams({ upstream: 'api:80' });
      query.set(option.name, option.standard ?? examples[option.name] ?? '');
      const { json: problem } = await fixture.refused(
        { method: 'GET', path: `${base}/${name}?${query}` },
        400,
        'invalid_request',
      );
      for (const own of taken) assert.ok(problem.detail.includes(own), problem.detail);
      assert.ok(problem.detail.includes(`"${option.name}"`), problem.detail);
    });

  it(`${name} accepts each of its parameters`, async () => {
    const own = name === 'aws' ? await workspace(fixture, { algorithm: 'RS256' }) : slug;
    for (const option of options.filter((it) => taken.has(it.name) && it.standard !== undefined)) {
      const query = new URLSearchParams({ upstream: 'api:80', [option.name]: option.standard ?? '' });
      const path = `/v1/workspaces/${own}/gateways/${name}?${query}`;
      const { status } = await fixture.send({ method: 'GET', path });
      assert.equal(status, 200, option.name);
    }
  });
}

it('a gateway that cannot check keys of this algorithm is refused', async () => {
  const path = `${base}/aws?upstream=api:80`;
  const { json: problem } = await fixture.refused({ method: 'GET', path }, 400, 'invalid_request');
  assert.match(problem.detail, /RS256 only/);
});

it('an unknown gateway', async () => {
  await fixture.refused({ method: 'GET', path: `${base}/toaster?upstream=api:80` }, 404, 'not_found');
});
