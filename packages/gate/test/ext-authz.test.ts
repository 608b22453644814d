/**
 * Envoy's ext_authz over gRPC, called by a client of the official protocol files. gateways/envoy/test uses
 * the real Envoy.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { authorizationClient } from '../src/ext-authz/protocol.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

interface Header {
  readonly header: { readonly key: string; readonly value: string };
  readonly append_action: string;
}

interface Reply {
  readonly status: { readonly code: number };
  readonly ok_response?: { readonly headers: Header[]; readonly headers_to_remove: string[] };
  readonly denied_response?: {
    readonly status: { readonly code: string };
    readonly headers: Header[];
    readonly body: string;
  };
}

type Check = (
  request: object,
  metadata: Metadata,
  done: (error: ServiceError | null, reply: Reply) => void,
) => void;

describe('ext_authz over gRPC', { timeout: 60_000 }, () => {
  let house: House;
  let gate: RunningGate;
  let client: Client & { Check: Check };
  let key: TestKey;

  before(async () => {
    house = await makeHouse();
    key = await house.issue();
    gate = await startGate(['--issuer', house.issuer, '--grpc-port', '0', '--threads', '2']);
    await gateReady(gate);
    const Service = authorizationClient();
    client = new Service(gate.grpcAddress, credentials.createInsecure()) as unknown as typeof client;
  });
  after(async () => {
    client?.close();
    await gate?.stop();
    await house?.end();
  });

  function ask(request: object, scopes: readonly string[] = []): Promise<Reply> {
    const metadata = new Metadata();
    for (const scope of scopes) metadata.add('lostwax-scope', scope);
    return new Promise((resolve, reject) =>
      client.Check(request, metadata, (error, reply) => (error === null ? resolve(reply) : reject(error))),
    );
  }
  const http = (headers: Record<string, string>, extensions: Record<string, string> = {}) => ({
    attributes: {
      request: { http: { method: 'GET', path: '/?scope=orders:delete', headers } },
      context_extensions: extensions,
    },
  });
  const raw = (lines: readonly (readonly [string, string])[]) => ({
    attributes: {
      request: {
        http: {
          header_map: {
            headers: lines.map(([name, value]) => ({ key: name, raw_value: Buffer.from(value) })),
          },
        },
      },
    },
  });
  const authorized = (token: string) => ({ authorization: `Bearer ${token}` });
  const codeOf = ({ denied_response }: Reply) =>
    denied_response === undefined ? 'accepted' : (JSON.parse(denied_response.body) as { code: string }).code;

  it('a valid key: five headers replace the client’s, and the key is removed', async () => {
    const { status, ok_response } = await ask(http(authorized(key.token)));
    assert.equal(status.code, 0);
    const headers = ok_response?.headers ?? [];
    assert.deepEqual(
      headers.map(({ header }) => header.key),
      ['x-lostwax-key-id', 'x-lostwax-subject', 'x-lostwax-workspace', 'x-lostwax-scope', 'x-lostwax-claims'],
    );
    assert.ok(headers.every(({ append_action }) => append_action === 'OVERWRITE_IF_EXISTS_OR_ADD'));
    assert.equal(headers[0]?.header.value, key.id);
    assert.deepEqual(ok_response?.headers_to_remove, ['authorization', 'x-api-key']);
  });

  it('another scheme stays for the upstream if the key was in X-Api-Key', async () => {
    const { ok_response } = await ask(http({ authorization: 'Basic dTpw', 'x-api-key': key.token }));
    assert.deepEqual(ok_response?.headers_to_remove, ['x-api-key']);
  });

  it('a client’s identity headers are replaced, and removed in other spellings', async () => {
    const forged = [
      'x-lostwax-subject',
      'x_lostwax_subject',
      'X-Lostwax_Scope',
      'x.lostwax.claims',
      'x-lostwax-more',
    ];
    const foreign = forged.slice(1);
    const named = Object.fromEntries(forged.map((name) => [name, 'forged']));
    const lines = forged.map((name) => [name, 'forged'] as const);
    for (const request of [
      http({ ...authorized(key.token), ...named }),
      raw([...lines, ['authorization', `Bearer ${key.token}`], ...lines]),
    ]) {
      const removed = new Set((await ask(request)).ok_response?.headers_to_remove);
      for (const name of foreign) assert.ok(removed.has(name), name);
      assert.ok(!removed.has('x-lostwax-subject'), 'what the gate sets must not be removed again');
    }
  });

  const refusals: readonly [string, number, string, () => object][] = [
    ['no key', 401, 'key_missing', () => http({})],
    ['an empty message', 401, 'key_missing', () => ({})],
    ['a message without a request', 401, 'key_missing', () => ({ attributes: {} })],
    ['no Bearer', 401, 'scheme_missing', () => http({ authorization: key.token })],
    ['nonsense', 401, 'token_malformed', () => http(authorized('nonsense'))],
    ['a truncated paste', 401, 'token_truncated', () => http(authorized(key.token.slice(0, -9)))],
    // Envoy joins repeated lines by commas, unless it sends them raw.
    ['two keys in one', 401, 'key_repeated', () => http(authorized(`${key.token},Bearer ${key.token}`))],
    [
      'two keys',
      401,
      'key_repeated',
      () =>
        raw([
          ['authorization', `Bearer ${key.token}`],
          ['authorization', 'Bearer other'],
        ]),
    ],
  ];
  for (const [what, status, code, request] of refusals) {
    it(`${what}: ${status} ${code}`, async () => {
      const reply = await ask(request());
      assert.notEqual(reply.status.code, 0);
      assert.equal(codeOf(reply), code);
      const headers = Object.fromEntries(
        (reply.denied_response?.headers ?? []).map(({ header }) => [header.key, header.value]),
      );
      assert.equal(headers['content-type'], 'application/problem+json');
      assert.match(headers['www-authenticate'] ?? '', /^Bearer realm="lostwax"/);
      assert.ok(!('content-length' in headers));
    });
  }

  const scopes: readonly [string, Record<string, string>, readonly string[], string][] = [
    ['none, with any path', {}, [], 'accepted'],
    ['one that it has, from the route', { 'lostwax-scope': 'orders:read' }, [], 'accepted'],
    ['two that it has', { 'lostwax-scope': 'orders:read+orders:write' }, [], 'accepted'],
    ['with a space between', { 'lostwax-scope': 'orders:read orders:write' }, [], 'accepted'],
    ['one that it lacks', { 'lostwax-scope': 'orders:delete' }, [], 'insufficient_scope'],
    ['one that it lacks, from metadata', {}, ['orders:delete'], 'insufficient_scope'],
    ['both ways, all of them', { 'lostwax-scope': 'orders:read' }, ['orders:delete'], 'insufficient_scope'],
    ['several metadata, all of them', {}, ['orders:read', 'orders:delete'], 'insufficient_scope'],
    ['an empty list', { 'lostwax-scope': '' }, [], 'scopes_unreadable'],
    ['an invalid character', { 'lostwax-scope': 'a"b' }, [], 'scopes_unreadable'],
  ];
  for (const [what, extensions, metadata, code] of scopes) {
    it(`required scopes: ${what} is ${code}`, async () => {
      assert.equal(codeOf(await ask(http(authorized(key.token), extensions), metadata)), code);
    });
  }

  it('a client’s own headers require no scopes', async () => {
    const own = { 'lostwax-scope': 'orders:delete', 'x-lostwax-scope': 'orders:delete' };
    assert.equal(codeOf(await ask(http({ ...authorized(key.token), ...own }))), 'accepted');
  });

  it('answers are counted by their code', async () => {
    const asked = async (code: string) =>
      gate.metric(`lostwax_gate_answers_total{door="grpc",code="${code}"}`);
    const before = await asked('key_missing');
    await ask(http({}));
    assert.equal(await asked('key_missing'), before + 1);
  });

  // Must be the last test, since it stops the authority.
  it('without a set: 503 with Retry-After', async () => {
    await house.authority.stop('SIGKILL');
    const stale = await startGate(['--issuer', house.issuer, '--grpc-port', '0']);
    const Service = authorizationClient();
    const other = new Service(stale.grpcAddress, credentials.createInsecure()) as unknown as typeof client;
    const kept = client;
    client = other;
    try {
      const reply = await ask(http(authorized(key.token)));
      assert.deepEqual([codeOf(reply), reply.status.code], ['set_stale', 14]);
      assert.ok(reply.denied_response?.headers.some(({ header }) => header.key === 'retry-after'));
    } finally {
      client = kept;
      other.close();
      await stale.stop();
    }
  });
});
