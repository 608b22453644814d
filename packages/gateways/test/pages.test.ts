/** The pages of gateways in a cluster or a cloud show what the command prints, and it can be read as what it claims to be. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type GatewayWorkspace, type GivenOptions, gateways } from '@lostwax/gateways';
import { parseAllDocuments } from 'yaml';
import { codeBlocks } from '../../../tools/testing/code-blocks.ts';

const workspace = { issuer: 'https://keys.example.com/acme', audience: 'acme', prefix: 'acme' };
const usual: GatewayWorkspace = { ...workspace, algorithm: 'ES256' };
const acmeRsa: GatewayWorkspace = {
  ...{ issuer: 'https://keys.example.com/acme_rsa', audience: 'acme_rsa', prefix: 'acme_rsa' },
  ...{ algorithm: 'RS256', longestLifeSeconds: 86_400 },
};

/** Each configuration of a page, in its order, and the workspace if it isn't the usual one. */
type Shown = readonly [given: GivenOptions, of?: GatewayWorkspace];
const shown: Readonly<Record<string, readonly Shown[]>> = {
  kong: [[{}]],
  apisix: [[{}]],
  aws: [[{ mode: 'gate' }], [{ product: 'rest-api' }], [{}, acmeRsa], [{ product: 'alb' }, acmeRsa]],
  istio: [[{}], [{ mode: 'jwt' }]],
  'kubernetes-external-auth': [[{}]],
  'ingress-nginx': [[{}]],
  tyk: [[{}], [{ mode: 'jwt' }]],
  'azure-apim': [[{}]],
  apigee: ['ask', 'refuse', 'reserved', 'proxy', 'identity', 'target'].map((resource) => [{ resource }]),
};

function gatewayNamed(name: string) {
  const gateway = gateways.find((it) => it.name === name);
  assert.ok(gateway, name);
  return gateway;
}

function print(name: string, [given, of = usual]: Shown): string {
  const { example, render } = gatewayNamed(name);
  return render(of, { upstream: example?.upstream, ...given });
}

for (const [name, all] of Object.entries(shown)) {
  describe(`the page of ${name}`, () => {
    const page = readFileSync(new URL(`../../../gateways/${name}/README.md`, import.meta.url), 'utf8');
    const fences = codeBlocks(page, 'yaml', 'json', 'xml');

    it('shows what the command prints', () => {
      assert.deepEqual(
        fences,
        all.map((one) => print(name, one)),
      );
    });

    it('starts the gate that the command names', () => {
      const { beside, example } = gatewayNamed(name);
      if (beside === undefined) return;
      const line = `lostwax ${beside(workspace, { upstream: example?.upstream, ...all[0]?.[0] })}`;
      assert.ok(page.split('\n').includes(line), line);
    });
  });
}

it('configurations are well-formed', () => {
  for (const [name, all] of Object.entries(shown)) {
    for (const one of all) {
      const text = print(name, one);
      if (text.startsWith('<')) assertElements(text);
      else for (const { errors } of parseAllDocuments(text)) assert.deepEqual(errors, [], name);
    }
  }
});

/** Each element is closed in its turn, and no text has a character of markup. */
function assertElements(text: string): void {
  const open: string[] = [];
  const rest = text.replaceAll(
    /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, end: string, name: string, __: string, alone: string) => {
      if (end === '/') assert.equal(open.pop(), name);
      else if (alone === '') open.push(name);
      return '';
    },
  );
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest, /[<>]|&(?!quot;)/);
}

describe('what a gateway cannot do is refused with a sentence', () => {
  const cases: readonly (readonly [gateway: string, given: GivenOptions, why: RegExp, of?: object])[] = [
    ['aws', {}, /RS256 only/, { algorithm: 'ES256' }],
    ['aws', { product: 'alb' }, /RS256 only/, { algorithm: 'EdDSA' }],
    ['aws', { product: 'alb' }, /`exp`/, { algorithm: 'RS256', longestLifeSeconds: null }],
    ['aws', { product: 'alb', upstream: 'api:8080' }, /IP addresses/],
    ['aws', { keys: '341' }, /150,000 bytes/],
    ['aws', { product: 'alb', keys: '10' }, /10 keys/],
    ['aws', { revocation: '3600' }, /2 hours/],
    ['aws', { product: 'alb', revocation: '3600' }, /3600 s/],
    ['aws', {}, /https only/, { issuer: 'http://10.0.0.1/acme' }],
    ['aws', { product: 'rest-api' }, /ES256 and RS256 only/, { algorithm: 'EdDSA' }],
    ['aws', { product: 'rest-api', revocation: '3599' }, /an hour/],
    ['aws', { product: 'rest-api' }, /https only/, { issuer: 'http://10.0.0.1/acme' }],
    ['aws', { mode: 'gate', product: 'alb' }, /can't ask a gate/],
    ['aws', { mode: 'gate', gate: 'gate:0' }, /port from 1/],
    ['aws', { mode: 'gate', upstream: 'api:0' }, /port from 1/],
    ['aws', { mode: 'pins' }, /no table of keys/],
    ['istio', { mode: 'jwt', revocation: '299' }, /5 minutes/],
    ['istio', { mode: 'jwt', keys: '5001' }, /every proxy|5,000/],
    ['tyk', { mode: 'jwt' }, /ES256 and RS256 only/, { algorithm: 'EdDSA' }],
    ['tyk', { mode: 'jwt', keys: '5001' }, /5,000/],
    ['apisix', { mode: 'jwt' }, /only RSA keys/],
    ['kong', { mode: 'jwt' }, /key set/],
    ['azure-apim', { mode: 'jwt' }, /an hour/],
    ['apigee', { mode: 'jwt' }, /300 s/],
    ['kubernetes-external-auth', { upstream: '127.0.0.1:8080' }, /must be a Kubernetes name/],
    ['ingress-nginx', { upstream: '127.0.0.1:8080' }, /must be a Kubernetes name/],
    ['kong', { gate: 'gate:0' }, /port from 1/],
    ['envoy', {}, /the method opaque, and Envoy can't check those by the key set/, { methods: ['opaque'] }],
    ['tyk', { mode: 'jwt' }, /the methods opaque and oauth-client/, { methods: ['opaque', 'oauth-client'] }],
    ['nginx', { mode: 'pins' }, /in a table of pins/, { methods: ['certificate'] }],
  ];
  for (const [name, given, why, of] of cases)
    it(`${name} ${JSON.stringify(given)}${of === undefined ? '' : ` ${JSON.stringify(of)}`}`, () => {
      const { example, render } = gatewayNamed(name);
      assert.throws(
        () => render({ ...workspace, ...of }, { upstream: example?.upstream, ...given }),
        (error) =>
          error instanceof RangeError && why.test(error.message) && /^[A-Z].*\.$/.test(error.message),
      );
    });

  it('says which keys are refused, and which are accepted after they were revoked', () => {
    const render = (name: string, given: GivenOptions, methods: readonly string[]) =>
      gatewayNamed(name).render({ ...workspace, methods }, { upstream: '127.0.0.1:8080', ...given });
    const both = render('envoy', {}, ['opaque', 'signed', 'shared-signed']);
    assert.match(
      both,
      /^# Keys of the method opaque are refused\.[^\n]*\n# A revoked key of the method shared-signed/,
    );
    assert.deepEqual(
      parseAllDocuments(both).flatMap(({ errors }) => errors),
      [],
    );
    assert.match(
      render('haproxy', { mode: 'pins' }, ['signed', 'oauth-client']),
      /^# Keys of the method oauth-client/,
    );
    for (const [name, given, methods] of [
      ['envoy', {}, ['signed']],
      ['envoy', { mode: 'gate' }, ['opaque', 'shared-signed']],
      ['nginx', { mode: 'pins' }, ['signed', 'opaque', 'shared-signed']],
      ['tyk', { mode: 'jwt' }, ['signed', 'opaque']],
    ] as const)
      assert.doesNotMatch(render(name, given, methods), /Use a gate to/);
  });

  it('the limits themselves are not', () => {
    const rsa = { ...workspace, algorithm: 'RS256' as const, longestLifeSeconds: 86_400 };
    const { render } = gatewayNamed('aws');
    const upstream = '10.0.0.5:8080';
    assert.match(render(rsa, { upstream, keys: '340' }), /340 expected/);
    assert.match(render(rsa, { upstream, product: 'alb', keys: '9' }), /9 expected/);
    const rest = { upstream, product: 'rest-api', revocation: '3600' };
    for (const algorithm of ['ES256', 'RS256'] as const)
      assert.match(render({ ...rsa, algorithm }, rest), new RegExp(`DefaultAlgorithms: \\[${algorithm}\\]`));
    assert.match(render({ ...rsa, algorithm: 'EdDSA' }, { upstream, mode: 'gate' }), /LostwaxFunction/);
    assert.match(gatewayNamed('tyk').render(rsa, { upstream, mode: 'jwt' }), /"rsa"/);
    assert.match(
      gatewayNamed('istio').render(rsa, { upstream, mode: 'jwt', revocation: '300' }),
      /REFRESH_INTERVAL=300s/,
    );
  });
});
