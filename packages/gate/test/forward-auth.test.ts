import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const five = [
  'x-lostwax-key-id',
  'x-lostwax-subject',
  'x-lostwax-workspace',
  'x-lostwax-scope',
  'x-lostwax-claims',
];

describe('forward authentication', { timeout: 60_000 }, () => {
  let house: House;
  let gate: RunningGate;
  let key: TestKey;

  before(async () => {
    house = await makeHouse();
    key = await house.issue({ claims: { plan: 'gold' } });
    gate = await startGate(['--issuer', house.issuer, '--threads', '2']);
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    await house?.end();
  });

  const verify = (lines: readonly HeaderLine[], path = '/verify') => ask(`${gate.url}${path}`, lines);
  const problemOf = (text: string) => JSON.parse(text) as Record<string, string>;

  it('a valid key is let through with its identity', async () => {
    const { status, headers, text } = await verify([bearer(key.token)]);
    assert.equal(status, 200);
    assert.equal(text, '');
    assert.equal(headers['x-lostwax-key-id'], key.id);
    assert.equal(headers['x-lostwax-subject'], 'customer-1');
    assert.equal(headers['x-lostwax-workspace'], 'acme');
    assert.equal(headers['x-lostwax-scope'], 'orders:read orders:write');
    assert.deepEqual(JSON.parse(Buffer.from(`${headers['x-lostwax-claims']}`, 'base64url').toString()), {
      iss: house.issuer,
      sub: 'customer-1',
      aud: 'acme',
      jti: key.id,
      scope: 'orders:read orders:write',
      plan: 'gold',
    });
  });

  it('all five headers are present, even if empty', async () => {
    const bare = await house.issue({ scopes: [] });
    const answer = await until('the new key is accepted', 15_000, async () => {
      const fixture = await verify([bearer(bare.token)]);
      return fixture.status === 200 && fixture;
    });
    for (const name of five) assert.ok(name in answer.headers, name);
    assert.equal(answer.headers['x-lostwax-scope'], '');
  });

  const ways: readonly [string, (token: string) => HeaderLine[]][] = [
    ['Bearer in any case', (token) => [['authorization', `bEARER ${token}`]]],
    ['several spaces', (token) => [['Authorization', `Bearer   ${token}`]]],
    ['X-Api-Key', (token) => [['X-Api-Key', token]]],
    [
      'X-Api-Key beside another scheme',
      (token) => [
        ['Authorization', 'Basic dXNlcjpwYXNz'],
        ['x-API-key', token],
      ],
    ],
  ];
  for (const [name, lines] of ways) {
    it(`a key is found: ${name}`, async () => {
      assert.equal((await verify(lines(key.token))).status, 200);
    });
  }

  const flip = (text: string, at: number) =>
    `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
  const mistyped = (token: string): string => {
    const [header = '', ...rest] = token.split('.');
    const kid = Buffer.from(header, 'base64url').toString();
    const at = kid.indexOf('","alg"') - 9;
    return [Buffer.from(flip(kid, at)).toString('base64url'), ...rest].join('.');
  };
  const mistakes: readonly [string, string, (token: string) => HeaderLine[]][] = [
    ['no key', 'key_missing', () => []],
    ['an empty key', 'key_missing', () => [['Authorization', '']]],
    ['only another scheme', 'scheme_unknown', () => [['Authorization', 'Basic dXNlcjpwYXNz']]],
    ['the scheme of another API', 'scheme_unknown', (token) => [['Authorization', `Token ${token}`]]],
    ['a colon after Bearer', 'scheme_unknown', (token) => [['Authorization', `Bearer: ${token}`]]],
    ['a tab after Bearer', 'scheme_unknown', (token) => [['Authorization', `Bearer\t${token}`]]],
    ['Bearer twice', 'scheme_doubled', (token) => [['Authorization', `Bearer Bearer ${token}`]]],
    ['Bearer in X-Api-Key', 'scheme_doubled', (token) => [['X-Api-Key', `Bearer ${token}`]]],
    ['another header', 'key_misplaced', (token) => [['X-Auth-Token', token]]],
    ['the query, as nginx forwards it', 'key_misplaced', (token) => [['X-Original-URI', `/?key=${token}`]]],
    ['two places', 'key_repeated', (token) => [['X-Api-Key', 'nonsense'], bearer(token)]],
    ['no Bearer before the key', 'scheme_missing', (token) => [['Authorization', token]]],
    ['only Bearer', 'key_missing', () => [['Authorization', 'Bearer ']]],
    ['two Authorization lines', 'key_repeated', (token) => [bearer(token), bearer(token)]],
    [
      'two X-Api-Key lines',
      'key_repeated',
      (token) => [
        ['X-Api-Key', token],
        ['x-api-key', 'other'],
      ],
    ],
    [
      'two keys in one line',
      'key_repeated',
      (token) => [['Authorization', `Bearer ${token}, Bearer ${token}`]],
    ],
    ['a quoted key', 'token_malformed', (token) => [['Authorization', `Bearer "${token}"`]]],
    ['a truncated paste', 'token_truncated', (token) => [bearer(token.slice(0, -20))]],
    ['two parts of three', 'token_truncated', (token) => [bearer(token.slice(0, token.lastIndexOf('.')))]],
    ['a mistyped key ID', 'key_id_malformed', (token) => [bearer(mistyped(token))]],
    ['a signature of another key', 'key_unknown', (token) => [bearer(flip(token, token.length - 30))]],
    ['nonsense', 'token_malformed', () => [bearer('nonsense')]],
    ['a million dots', 'token_malformed', () => [bearer('.'.repeat(9_000))]],
  ];
  for (const [name, code, lines] of mistakes) {
    it(`refused with the right code: ${name} is ${code}`, async () => {
      const { status, headers, text } = await verify(lines(key.token));
      assert.deepEqual([status, problemOf(text)['code']], [401, code]);
      assert.equal(headers['content-type'], 'application/problem+json');
      const challenge = `${headers['www-authenticate']}`;
      assert.match(challenge, /^Bearer realm="lostwax"/);
      // RFC 6750 §3.1: a request without a key gets no error attribute.
      assert.equal(
        challenge.includes('error="invalid_token"'),
        !/key_missing|key_misplaced|scheme_missing|scheme_unknown/.test(code),
      );
      assert.ok(!text.includes(key.token.slice(0, 40)), 'the answer contains nothing of the key');
      for (const header of five) assert.ok(!(header in headers));
    });
  }

  it('a key of another workspace is refused as such', async () => {
    await house.authority.call('POST', '/v1/workspaces', { slug: 'other' });
    const { token } = await house.authority.call<{ token: string }>('POST', '/v1/workspaces/other/keys', {
      customer: 'c',
    });
    assert.equal(await gate.code(token), 'issuer_unknown');
  });

  const scopes: readonly [path: string, status: number, code?: string][] = [
    ['/verify', 200],
    ['/verify?', 200],
    ['/verify?scope=orders:read', 200],
    ['/verify?scope=orders:read+orders:write', 200],
    ['/verify?scope=orders%3Aread%20orders:write', 200],
    ['/verify?scope=orders:delete', 403, 'insufficient_scope'],
    ['/verify?scope=orders:read+orders:delete', 403, 'insufficient_scope'],
    ['/verify?scope=order', 403, 'insufficient_scope'],
    ['/verify?scope=', 400, 'scopes_unreadable'],
    ['/verify?scope=orders:delete&x=1', 400, 'scopes_unreadable'],
    ['/verify?x=1&scope=orders:delete', 400, 'scopes_unreadable'],
    ['/verify?scope=orders:delete&scope=orders:read', 400, 'scopes_unreadable'],
    ['/verify?%73cope=orders:delete', 400, 'scopes_unreadable'],
    ['/verify?SCOPE=orders:delete', 400, 'scopes_unreadable'],
    ['/verify?scope=%', 400, 'scopes_unreadable'],
    ['/verify?x=1', 400, 'scopes_unreadable'],
    ['/verify?scopes=orders:read', 400, 'scopes_unreadable'],
    ['/verify?scope=orders:read&', 400, 'scopes_unreadable'],
    ['/verify/?scope=orders:delete', 200],
    ['/verify/orders?scope=orders:delete', 200],
    ['/verify/verify-scope/orders:delete/', 200],
    ['/verify-scope/orders:read/', 200],
    ['/verify-scope/orders:read+orders:write/some/path?scope=orders:delete', 200],
    ['/verify-scope/orders:delete/', 403, 'insufficient_scope'],
    ['/verify-scope/orders:delete/../../verify/', 403, 'insufficient_scope'],
    ['/verify-scope/orders:delete', 400, 'scopes_unreadable'],
    ['/verify-scope/orders:delete?x=/', 400, 'scopes_unreadable'],
    ['/verify-scope//', 400, 'scopes_unreadable'],
    ['/verify-scope/orders:read++orders:write/', 400, 'scopes_unreadable'],
    ['/verify-scope/%22/', 400, 'scopes_unreadable'],
    ['/verifyx', 404, 'not_found'],
    ['/VERIFY', 404, 'not_found'],
    ['//verify', 404, 'not_found'],
    ['/', 404, 'not_found'],
  ];
  for (const [path, status, code] of scopes) {
    it(`${path} is ${status}`, async () => {
      const answer = await verify([bearer(key.token)], path);
      assert.equal(answer.status, status);
      if (code !== undefined) assert.equal(problemOf(answer.text)['code'], code);
      if (status === 403)
        assert.match(`${answer.headers['www-authenticate']}`, /error="insufficient_scope", scope="[^"]+"/);
    });
  }

  for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
    it(`${method} is treated like any other`, async () => {
      for (const [token, status] of [
        [key.token, 200],
        ['nonsense', 401],
      ] as const) {
        const answer = await fetch(`${gate.url}/verify`, {
          method,
          headers: { authorization: `Bearer ${token}` },
        });
        assert.equal(answer.status, status);
      }
    });
  }

  const oddities: readonly [what: string, start: string, more: string, answer: RegExp][] = [
    ['an absolute URL', 'GET http://elsewhere/verify HTTP/1.1', '', /^HTTP\/1\.1 404 /],
    ['no address', 'OPTIONS * HTTP/1.1', '', /^HTTP\/1\.1 404 /],
    ['a tunnel', 'CONNECT elsewhere:443 HTTP/1.1', '', /^(?:HTTP\/1\.1 [45]|$)/],
    [
      'an upgrade',
      'GET /verify HTTP/1.1',
      'Connection: Upgrade\r\nUpgrade: websocket\r\n',
      /^HTTP\/1\.1 200 /,
    ],
    ['HTTP/1.0', 'GET /verify HTTP/1.0', '', /^HTTP\/1\.1 200 /],
    ['a body', 'POST /verify HTTP/1.1', 'Content-Length: 2\r\n', /^HTTP\/1\.1 200 /],
    ['a chunked body', 'PUT /verify/x HTTP/1.1', 'Transfer-Encoding: chunked\r\n', /^HTTP\/1\.1 200 /],
    ['endless headers', 'GET /verify HTTP/1.1', `X: ${'x'.repeat(140_000)}\r\n`, /^HTTP\/1\.1 431 /],
    ['no HTTP', 'GET', '', /^HTTP\/1\.1 400 /],
  ];
  for (const [what, start, more, answer] of oddities) {
    it(`it answers and survives ${what}`, async () => {
      const body = more.includes('chunked') ? '2\r\nhi\r\n0\r\n\r\n' : more.includes('Length') ? 'hi' : '';
      const line = `Authorization: Bearer ${key.token}`;
      const said = await raw(
        `${start}\r\nHost: x\r\n${line}\r\n${more || 'Connection: close\r\n'}\r\n${body}`,
      );
      assert.match(said, answer);
      assert.equal(await gate.code(key.token), 'accepted');
    });
  }

  /**
   * Sends a request verbatim and returns what comes back until the first answer is complete or the connection
   * ends.
   */
  function raw(text: string): Promise<string> {
    return new Promise((resolve) => {
      let answer = '';
      const socket = connect(Number(new URL(gate.url).port), '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1');
        if (answer.includes('\r\n\r\n')) socket.destroy();
      });
      socket.setTimeout(20_000, () => socket.destroy());
      socket.on('error', () => {});
      socket.on('close', () => resolve(answer));
    });
  }

  it('reports its health', async () => {
    assert.equal((await ask(`${gate.url}/healthz`)).status, 200);
    assert.equal((await ask(`${gate.url}/readyz`)).status, 200);
    assert.equal(await gate.metric(`lostwax_gate_fresh{issuer="${house.issuer}"}`), 1);
    assert.ok((await gate.metric('lostwax_gate_keys')) >= 1);
    assert.ok((await gate.metric('lostwax_gate_answers_total{door="http",code="accepted"}')) > 5);
    assert.ok((await gate.metric('lostwax_gate_answers_total{door="http",code="key_repeated"}')) >= 2);
  });

  it('no key appears in its log or metrics', async () => {
    const { text } = await ask(`${gate.url}/metrics`);
    for (const part of key.token.split('.')) {
      assert.ok(!text.includes(part));
      assert.ok(!gate.program.output().includes(part));
    }
  });
});
