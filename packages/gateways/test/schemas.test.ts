/** What the command prints for gateways that no test can run is checked with the schemas and linters that their makers publish. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { type GivenOptions, gateways } from '@lostwax/gateways';
import { ways } from '../../../gateways/table.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { codeBlockOf } from '../../../tools/testing/code-blocks.ts';
import { apigeelint } from './support/apigee.ts';
import { cfnLint, templateAround } from './support/cloudformation.ts';
import { crdChecker } from './support/crds.ts';
import { csharpChecker, policyExpressions } from './support/csharp.ts';
import { schemaChecker } from './support/json-schema.ts';

const workspace = { issuer: 'https://keys.example.com/acme', audience: 'acme', prefix: 'acme' };
// Before any test: hooks of the file would run as soon as those so far are done.
const cloudFormation = await peerForTests('cfn-lint');
const crds = await Promise.all(
  ['gateway-api-crds', 'istio-crds', 'envoy-gateway-crds'].map((name) => peerForTests(name)),
);
const kubernetes = await peerForTests('kubernetes-validate');
const kong = await peerForTests('kong-schema');
const agentgateway = await peerForTests('agentgateway-schema');
const apigee = await peerForTests('apigeelint');
const csharp = await peerForTests('tree-sitter-c-sharp');
const folder = mkdtempSync(join(tmpdir(), 'lostwax-schemas-'));
after(() => rmSync(folder, { recursive: true }));

function print(name: string, given: GivenOptions): string {
  const { example, render } = gateways.find((it) => it.name === name) ?? assert.fail(name);
  return render(workspace, { upstream: example?.upstream ?? '127.0.0.1:8080', ...given });
}

/** The two forms of a mistake that a schema has to find. */
const mistaken = (printed: string, from: string, to: string): string => {
  assert.ok(printed.includes(from), from);
  return printed.replace(from, to);
};

/** In AWS's reference, and not in its schema yet. */
const notYet =
  'Resources.LostwaxAuthorizer.Properties.JwtConfiguration: Additional properties are not allowed';

describe('CloudFormation finds nothing wrong with', { skip: cloudFormation.skip, timeout: 120_000 }, () => {
  const forms: Readonly<Record<string, GivenOptions>> = {
    'http-api': {},
    'rest-api': { product: 'rest-api' },
    'load-balancer': { product: 'alb' },
    'lambda-http-api': { mode: 'gate' },
    'lambda-rest-api': { mode: 'gate', product: 'rest-api' },
  };
  const printed = Object.entries(forms).map(([name, given]) => [name, print('aws', given)] as const);
  let found: Readonly<Record<string, readonly string[]>>;
  before(async () => {
    found = await cfnLint(cloudFormation.program, folder, {
      ...Object.fromEntries(printed.map(([name, text]) => [name, templateAround(text)])),
      unknown: templateAround(mistaken(print('aws', {}), 'JwtConfiguration', 'JwtSettings')),
      value: templateAround(mistaken(print('aws', { product: 'alb' }), 'Protocol: HTTP', 'Protocol: SPDY')),
    });
  });
  for (const name of Object.keys(forms))
    it(name, () =>
      assert.deepEqual(
        found[name]?.filter((it) => !it.startsWith(notYet)),
        [],
      ),
    );

  it('nor with the REST API but for a property that its schemas lack', () => {
    assert.equal(found['rest-api']?.filter((it) => it.startsWith(notYet)).length, 1);
  });

  it('but finds mistakes', () => {
    const { unknown, value } = found;
    assert.ok(
      unknown?.some((it) => it.includes('JwtSettings')),
      `${unknown}`,
    );
    assert.ok(
      value?.some((it) => it.includes('SPDY')),
      `${value}`,
    );
  });
});

describe('the custom resources of', { skip: crds.find(({ skip }) => skip)?.skip ?? false }, () => {
  let faults: (manifest: string) => readonly string[];
  before(() => {
    faults = crdChecker(crds.map(({ program }) => program));
  });
  const forms: readonly (readonly [name: string, given: GivenOptions])[] = [
    ['kubernetes-external-auth', {}],
    ['kubernetes-external-auth', { protocol: 'grpc', gate: 'lostwax-gate:7423', parent: 'public' }],
    ['istio', {}],
    ['istio', { mode: 'jwt', revocation: '300', keys: '5000' }],
    ['envoy-gateway', {}],
    ['envoy-gateway', { mode: 'jwt' }],
    ['envoy-gateway', { mode: 'jwt', routes: '16' }],
  ];
  for (const [name, given] of forms)
    it(`${name} ${JSON.stringify(given)} fit their definitions`, () =>
      assert.deepEqual(faults(print(name, given)), []));

  it('are refused with a mistake', () => {
    for (const [name, given, from, to] of [
      ['kubernetes-external-auth', {}, 'allowedHeaders', 'allowHeaders'],
      ['istio', {}, 'action: CUSTOM', 'action: ASK'],
      ['istio', { mode: 'jwt' }, 'jwksUri', 'jwksUrl'],
      ['envoy-gateway', {}, 'failOpen: false', 'failOpen: "no"'],
      ['envoy-gateway', { mode: 'jwt' }, 'cacheDuration: ', 'cacheFor: '],
    ] as const)
      assert.notDeepEqual(faults(mistaken(print(name, given), from, to)), [], to);
  });
});

describe('the Ingress of ingress-nginx', { skip: kubernetes.skip, timeout: 60_000 }, () => {
  const validate = async (text: string): Promise<string> => {
    const file = join(folder, 'ingress.yaml');
    writeFileSync(file, text);
    return (await promisify(execFile)(kubernetes.program, ['--strict', file])).stdout;
  };
  it('fits its schema', async () => {
    await validate(print('ingress-nginx', {}));
  });
  it('is refused with a mistake', async () => {
    await assert.rejects(validate(mistaken(print('ingress-nginx', {}), 'pathType', 'pathKind')));
  });
});

describe('the services and routes of Kong', { skip: kong.skip }, () => {
  it('fit the schema of decK, which refuses mistakes', () => {
    const faults = schemaChecker(join(kong.program, 'kong_json_schema.json'));
    const printed = print('kong', {});
    assert.deepEqual(faults(printed), []);
    for (const [from, to] of [
      ['strip_path', 'strip_paths'],
      ['paths: [/]', 'paths: /'],
    ] as const)
      assert.notDeepEqual(faults(mistaken(printed, from, to)), [], to);
  });
});

describe('the configurations of agentgateway', { skip: agentgateway.skip }, () => {
  it('fit its schema, which refuses mistakes', () => {
    const faults = schemaChecker(join(agentgateway.program, 'config.json'));
    for (const printed of [print('agentgateway', {}), print('agentgateway', { mode: 'pins' }), ofPage()])
      assert.deepEqual(faults(printed), []);
    for (const [mode, from, to] of [
      ['gate', 'failureMode', 'failMode'],
      ['gate', 'port: 8000', 'port: web'],
      ['pins', 'keyHash', 'keyhash'],
    ] as const)
      assert.notDeepEqual(faults(mistaken(print('agentgateway', { mode }), from, to)), [], to);
  });
  const ofPage = (): string => codeBlockOf('gateways/agentgateway/README.md', 'yaml', 'jwtAuth');
});

describe('the API proxy of Apigee', { skip: apigee.skip, timeout: 60_000 }, () => {
  const files = {
    'policies/SC-Ask-Gate.xml': print('apigee', { resource: 'ask' }),
    'policies/RF-Refuse.xml': print('apigee', { resource: 'refuse' }),
    'policies/RF-Reserved.xml': print('apigee', { resource: 'reserved' }),
    'policies/AM-Identity.xml': print('apigee', { resource: 'identity' }),
    'proxies/default.xml': print('apigee', { resource: 'proxy' }),
    'targets/default.xml': print('apigee', { resource: 'target' }),
  };
  const faults = (name: string, changed: Partial<typeof files>) =>
    apigeelint(apigee.program, join(folder, name), { ...files, ...changed });

  it('has no fault that apigeelint knows, but for the advice to name the API in a target server', async () => {
    const found = await faults('printed', {});
    assert.equal(found.length, 1, `${found}`);
    assert.match(`${found}`, /^TD002 /);
  });

  it('is refused with a mistake', async () => {
    const identity = mistaken(files['policies/AM-Identity.xml'], '<Remove>', '<Removes>');
    const target = mistaken(files['targets/default.xml'], 'AM-Identity', 'AM-Identify');
    const proxy = mistaken(files['proxies/default.xml'], 'HTTPProxyConnection', 'HTTPProxyConection');
    const found = await faults('mistaken', {
      'policies/AM-Identity.xml': identity,
      'targets/default.xml': target,
      'proxies/default.xml': proxy,
    });
    for (const what of ['Removes', 'AM-Identify', 'HTTPProxyConection'])
      assert.ok(
        found.some((it) => it.includes(what)),
        `${what}: ${found}`,
      );
  });
});

describe('the policy of Azure API Management, which has no schema', { skip: csharp.skip }, () => {
  it('has expressions of C#, by their syntax', async () => {
    const isExpression = await csharpChecker(csharp.program);
    const expressions = policyExpressions(print('azure-apim', {}));
    assert.equal(expressions.length, 10);
    for (const text of expressions) {
      assert.ok(isExpression(text), text);
      assert.ok(!isExpression(text.slice(0, -1)), `${text} without its end`);
    }
  });
});

it('a page says "schema-checked" if these tests check what the command prints for it', () => {
  for (const name of new Set(ways.map(({ page }) => page.split('#')[0] ?? ''))) {
    if (name.startsWith('../')) continue;
    const isChecked = ways.some(({ page, schemas }) => page.startsWith(name) && schemas !== undefined);
    const page = readFileSync(new URL(`../../../gateways/${name}`, import.meta.url), 'utf8');
    assert.equal(page.includes('schema-checked]**'), isChecked, name);
  }
});
