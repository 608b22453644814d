/**
 * The Lambda authorizer that `lostwax gateway aws --mode gate` prints, in front of a real gate. Its code runs in Node as Lambda runs it,
 * a CommonJS file, with the events and answers that API Gateway's documentation shows.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gateways } from '@lostwax/gateways';
import { parse } from 'yaml';
import { type House, makeHouse, type TestKey } from '../../../packages/gate/test/support/house.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';

const SOON_MS = 10_000;
const METHOD_ARN = 'arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/prod/GET/orders';

interface SimpleAnswer {
  readonly isAuthorized: boolean;
  readonly context: Readonly<Record<string, string>>;
}
interface PolicyAnswer {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Statement: readonly { readonly Effect: string; readonly Resource: string }[];
  };
  readonly context: Readonly<Record<string, string>>;
}
type Handler = <Answer>(event: object) => Promise<Answer>;

/** The lines of the headers that the client sent. */
type Lines = readonly (readonly [name: string, value: string])[];

const bearer = (token: string): Lines[number] => ['Authorization', `Bearer ${token}`];

/** Payload format 2.0: names are in lowercase, and the lines of one header are joined. */
function httpApiEvent(lines: Lines): object {
  const headers: Record<string, string> = { host: 'abcdef1234.execute-api.eu-central-1.amazonaws.com' };
  for (const [name, value] of lines)
    headers[name.toLowerCase()] = [headers[name.toLowerCase()] ?? [], value].flat().join(',');
  const routeArn = METHOD_ARN.replace('prod', '$default');
  return {
    ...{ version: '2.0', type: 'REQUEST', routeArn, identitySource: null, routeKey: 'ANY /{proxy+}' },
    ...{ rawPath: '/orders', rawQueryString: '', headers, requestContext: { stage: '$default' } },
  };
}

/** A REST API's REQUEST event: names as the client wrote them, and the last line of a header in `headers`. */
function restApiEvent(lines: Lines): object {
  const multiValueHeaders: Record<string, string[]> = {};
  for (const [name, value] of lines) multiValueHeaders[name] = [...(multiValueHeaders[name] ?? []), value];
  return {
    ...{ type: 'REQUEST', methodArn: METHOD_ARN, resource: '/{proxy+}', path: '/orders', httpMethod: 'GET' },
    ...{ headers: Object.fromEntries(lines), multiValueHeaders, requestContext: { stage: 'prod' } },
  };
}

describe('the Lambda authorizer', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-lambda-'));
  let house: House;
  let gate: RunningGate;
  let key: TestKey;
  let handler: Handler;

  before(async () => {
    house = await makeHouse();
    key = await house.issue();
    gate = await startGate(['--issuer', house.issuer]);
    await gateReady(gate);
    const { code, environment } = printed('http-api', new URL(gate.url).host);
    Object.assign(process.env, environment);
    const file = join(folder, 'index.cjs');
    writeFileSync(file, code);
    ({ handler } = createRequire(import.meta.url)(file) as { handler: Handler });
  });
  after(async () => {
    await gate?.stop();
    await house?.end();
    rmSync(folder, { recursive: true });
  });

  const printed = (product: string, gateAddress: string) => {
    const aws = gateways.find(({ name }) => name === 'aws') ?? assert.fail();
    const workspace = { issuer: house.issuer, audience: 'acme', prefix: 'acme' };
    const given = { mode: 'gate', upstream: '10.0.0.5:8080', gate: gateAddress, product };
    const { Properties } = parse(aws.render(workspace, given)).Resources.LostwaxFunction;
    return { code: Properties.Code.ZipFile as string, environment: Properties.Environment.Variables };
  };

  it('is the same for a REST API', () => {
    assert.equal(printed('rest-api', 'gate:1').code, printed('http-api', 'gate:1').code);
  });

  it('tells an HTTP API who calls', async () => {
    for (const lines of [[bearer(key.token)], [['X-Api-Key', key.token]]] as const) {
      const { isAuthorized, context } = await handler<SimpleAnswer>(httpApiEvent(lines));
      assert.ok(isAuthorized);
      assertIdentity(context);
    }
  });

  it('tells a REST API who calls', async () => {
    for (const name of ['Authorization', 'authorization', 'AUTHORIZATION']) {
      const event = restApiEvent([[name, `Bearer ${key.token}`]]);
      const { principalId, policyDocument, context } = await handler<PolicyAnswer>(event);
      assert.equal(principalId, 'customer-1');
      assert.deepEqual(
        policyDocument.Statement.map(({ Effect, Resource }) => [Effect, Resource]),
        [['Allow', METHOD_ARN]],
      );
      assertIdentity(context);
      // A REST API refuses other values in a context.
      for (const value of Object.values(context)) assert.equal(typeof value, 'string');
    }
  });

  function assertIdentity({ keyId, subject, workspace, scope, claims = '' }: PolicyAnswer['context']): void {
    assert.deepEqual(
      [keyId, subject, workspace, scope],
      [key.id, 'customer-1', 'acme', 'orders:read orders:write'],
    );
    assert.equal(JSON.parse(Buffer.from(claims, 'base64url').toString()).jti, key.id);
  }

  const refused: Readonly<Record<string, (token: string) => Lines>> = {
    'no key': () => [],
    nonsense: () => [bearer('nonsense')],
    'a key without Bearer': (token) => [['Authorization', token]],
    'a key that comes twice': (token) => [bearer(token), bearer(token)],
    'a key in both headers': (token) => [bearer(token), ['X-Api-Key', token]],
    'two spellings of a header': (token) => [bearer(token), ['authorization', `Bearer ${token}`]],
    'identity headers': () => [['X-Lostwax-Subject', 'customer-1']],
  };
  for (const [what, lines] of Object.entries(refused)) {
    it(`refuses ${what}`, async () => {
      const { isAuthorized, context } = await handler<SimpleAnswer>(httpApiEvent(lines(key.token)));
      assert.deepEqual([isAuthorized, context], [false, {}]);
      await assert.rejects(handler(restApiEvent(lines(key.token))), { message: 'Unauthorized' });
    });
  }

  it('refuses a revoked key', async () => {
    const revoked = await house.issue();
    const isAuthorized = async () =>
      (await handler<SimpleAnswer>(httpApiEvent([bearer(revoked.token)]))).isAuthorized;
    await until('it is accepted', SOON_MS, isAuthorized);
    await house.revoke(revoked);
    await until('it is refused', SOON_MS, async () => !(await isAuthorized()));
  });

  // Must be the last test, since it stops the gate.
  it('fails without a gate, so that API Gateway answers 500', async () => {
    await gate.stop();
    for (const event of [httpApiEvent, restApiEvent])
      await assert.rejects(handler(event([bearer(key.token)])), ({ message }) => message !== 'Unauthorized');
  });
});
