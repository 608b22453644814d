/**
 * The headers that the gate's proxy sends to the upstream: those of the client, and those that only the gate
 * may set.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Echo, type Seen, startEcho } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

/** Headers that APIs trust because a proxy in front of them sets them. */
const proxysWords = [
  ...[
    'Forwarded',
    'X-Forwarded',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'X-Forwarded-Port',
  ],
  ...['X-Forwarded-User', 'X-Forwarded-Email', 'X-Forwarded-Groups', 'X-Forwarded-Preferred-Username'],
  ...['X-Forwarded-Prefix', 'X-Forwarded-Uri', 'X-Forwarded-Method', 'X-Forwarded-Server', 'X-Forwarded-Ssl'],
  ...['X-Forwarded-Scheme', 'X-Forwarded-Client-Cert', 'X-Forwarded-Access-Token', 'X-Forwarded-By'],
  ...[
    'X-Real-IP',
    'X-Client-IP',
    'True-Client-IP',
    'CF-Connecting-IP',
    'Fastly-Client-IP',
    'X-Cluster-Client-IP',
  ],
  ...[
    'X-Original-URL',
    'X-Original-Host',
    'X-Original-Forwarded-For',
    'X-Rewrite-URL',
    'X-Envoy-External-Address',
  ],
  ...[
    'Client-Cert',
    'Client-Cert-Chain',
    'X-Client-Cert',
    'SSL-Client-Verify',
    'X-SSL-Client-DN',
    'X-ARR-ClientCert',
  ],
  ...['Remote-User', 'X-Remote-User', 'X-Auth-Request-User', 'X-WebAuth-User'],
];

describe("headers through the gate's proxy", { timeout: 60_000 }, () => {
  let house: House;
  let gate: RunningGate;
  let api: Echo;
  let key: TestKey;
  let flags: string[];

  before(async () => {
    house = await makeHouse();
    key = await house.issue();
    api = await startEcho();
    flags = ['--issuer', house.issuer, '--upstream', `http://127.0.0.1:${api.port}`, '--status-port', '0'];
    gate = await startGate(flags);
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    await api?.stop();
    await house?.end();
  });

  const seen = async (lines: readonly HeaderLine[]): Promise<Seen> => {
    const { status, text } = await ask(`${gate.url}/`, lines);
    assert.equal(status, 200, text);
    return JSON.parse(text) as Seen;
  };
  const valuesOf = ({ headers }: Seen, name: string) =>
    headers.filter(([field]) => field === name).map(([, value]) => value);

  it('the upstream receives the identity but not the key', async () => {
    const request = await seen([bearer(key.token)]);
    assert.deepEqual(valuesOf(request, 'x-lostwax-key-id'), [key.id]);
    assert.deepEqual(valuesOf(request, 'x-lostwax-subject'), ['customer-1']);
    assert.ok(!JSON.stringify(request).includes(key.token.split('.')[2] ?? ''));
  });

  it('the IDs of a trace are passed on unchanged', async () => {
    const sent = [
      ['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
      ['tracestate', 'vendor=1'],
      ['x-request-id', 'edge-1:42'],
    ] as const;
    const request = await seen([bearer(key.token), ...sent]);
    for (const [name, value] of sent) assert.deepEqual(valuesOf(request, name), [value]);
  });

  it('the key is removed from any place, and another scheme stays', async () => {
    const both = await seen([
      ['X-Api-Key', key.token],
      ['x_api_key', key.token],
      ['Authorization', 'Basic dTpw'],
    ]);
    assert.deepEqual(valuesOf(both, 'authorization'), ['Basic dTpw']);
    assert.ok(!JSON.stringify(both).includes(key.token));
    const spelt = await seen([bearer(key.token), ['X_Api_Key', key.token], ['Authorization_', 'other']]);
    assert.ok(!spelt.headers.some(([name]) => name === 'authorization' || /^x.api.key$/.test(name)));
  });

  it('identity headers from a client never get through, in any spelling', async () => {
    const spellings = [
      'x-lostwax-subject',
      'X-LOSTWAX-Subject',
      'x_lostwax_subject',
      'X-Lostwax_Scope',
      'x.lostwax.scope',
    ];
    const names = [...spellings, 'x-lostwax', 'x-lostwax-anything', 'x_lostwax_key_id', "x'lostwax-claims"];
    const forged = names.map((name): HeaderLine => [name, 'forged']);
    const request = await seen([...forged, bearer(key.token), ...forged]);
    assert.ok(!JSON.stringify(request.headers).includes('forged'));
    assert.equal(request.headers.filter(([name]) => /lostwax/.test(name)).length, 5);
    const other = await seen([bearer(key.token), ['my_header', 'a'], ['xx-lostwax-subject', 'b']]);
    assert.deepEqual([valuesOf(other, 'my_header'), valuesOf(other, 'xx-lostwax-subject')], [['a'], ['b']]);
  });

  it('Connection cannot remove identity headers, and the headers it lists are dropped', async () => {
    const request = await seen([
      bearer(key.token),
      ['Connection', 'close, x-lostwax-subject, X-Lostwax-Key-Id, content-length, host, x-mine'],
      ['Keep-Alive', 'timeout=5'],
      ['X-Mine', '1'],
      ['TE', 'trailers'],
      ['Upgrade', 'h2c'],
      ['Proxy-Authorization', 'Basic dTpw'],
      ['transfer_encoding', 'chunked'],
    ]);
    assert.deepEqual(valuesOf(request, 'x-lostwax-subject'), ['customer-1']);
    assert.deepEqual(valuesOf(request, 'x-lostwax-key-id'), [key.id]);
    for (const name of ['x-mine', 'te', 'upgrade', 'proxy-authorization', 'transfer_encoding', 'keep-alive'])
      assert.deepEqual(valuesOf(request, name), [], name);
    assert.equal(valuesOf(request, 'host').length, 1);
  });

  it('only the gate sets where the client comes from', async () => {
    const spelled = (name: string): HeaderLine[] =>
      [name, name.toLowerCase(), name.replaceAll('-', '_'), name.replace('-', '.')].map((item) => [
        item,
        'forged',
      ]);
    const request = await seen([
      ...proxysWords.flatMap(spelled),
      bearer(key.token),
      ['Connection', proxysWords.join(', ')],
      ...proxysWords.flatMap(spelled),
    ]);
    assert.deepEqual(valuesOf(request, 'x-forwarded-for'), ['127.0.0.1']);
    assert.deepEqual(valuesOf(request, 'x-forwarded-proto'), ['http']);
    assert.deepEqual(valuesOf(request, 'x-forwarded-host'), [new URL(gate.url).host]);
    assert.ok(!JSON.stringify(request.headers).includes('forged'), JSON.stringify(request.headers));
    const kept = ['x-client-version', 'x-client-id', 'forward', 'x-real-name', 'user'];
    const others = await seen([bearer(key.token), ...kept.map((name): HeaderLine => [name, 'own'])]);
    for (const name of kept) assert.deepEqual(valuesOf(others, name), ['own'], name);
  });

  it('a trusted proxy may set where the client comes from, and nothing else', async () => {
    const trusting = await startGate([...flags, '--trust-proxy', '127.0.0.0/8']);
    try {
      await gateReady(trusting);
      const believed: HeaderLine[] = [
        ['X-Forwarded-For', '192.0.2.7'],
        ['X-Forwarded-Host', 'api.example.com'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Port', '443'],
        ['X-Real-IP', '192.0.2.7'],
        ['Forwarded', 'for=192.0.2.7'],
      ];
      const names = new Set(believed.map(([name]) => name));
      const others = proxysWords.filter((name) => !names.has(name));
      const { text } = await ask(`${trusting.url}/`, [
        bearer(key.token),
        ...believed,
        ...others.map((name): HeaderLine => [name, 'forged']),
        ...[...names]
          .filter((name) => name.includes('-'))
          .map((name): HeaderLine => [name.replaceAll('-', '_'), 'forged']),
        ['X-Lostwax-Subject', 'forged'],
      ]);
      const request = JSON.parse(text) as Seen;
      assert.deepEqual(valuesOf(request, 'x-forwarded-for'), ['192.0.2.7, 127.0.0.1']);
      for (const [name, value] of believed.slice(1))
        assert.deepEqual(valuesOf(request, name.toLowerCase()), [value], name);
      assert.deepEqual(
        request.headers.filter(([, value]) => value === 'forged'),
        [],
      );
    } finally {
      await trusting.stop();
    }
  });
});
