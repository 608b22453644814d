/**
 * Requests that the producer lets through without a key, keys in other places, and pages that read refusals.
 */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import { peerForTests } from '../../../tools/peers/peer.ts';
import type { Seen } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { type Answer, ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { type Api, startApi } from './support/api.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const ORIGIN = 'https://app.example.com';
const five = ['key-id', 'subject', 'workspace', 'scope', 'claims'].map((name) => `x-lostwax-${name}`);
const browser = await peerForTests('chromium');

function echo(): Promise<Api> {
  return startApi(({ rawHeaders, method = '', url = '' }, response) => {
    const headers = rawHeaders
      .map((name, at): [string, string] => [name.toLowerCase(), rawHeaders[at + 1] ?? ''])
      .filter((_, at) => at % 2 === 0);
    if (method === 'OPTIONS') {
      response.writeHead(204, {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'authorization',
      });
      response.end();
      return;
    }
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ method, url, headers }));
  });
}

function options(url: string, lines: readonly HeaderLine[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = ['Host', new URL(url).host, ...lines.flat()];
    request(url, { method: 'OPTIONS', agent: false, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

const preflight: readonly HeaderLine[] = [
  ['Origin', ORIGIN],
  ['Access-Control-Request-Method', 'GET'],
];
const problemOf = ({ text }: Answer): string => JSON.parse(text).code;
const headerOf = ({ text }: Answer, name: string): string[] =>
  (JSON.parse(text) as Seen).headers.flatMap(([at, value]) => (at === name ? [value] : []));

describe('a gate that lets some requests through without a key', { timeout: 120_000 }, () => {
  let house: House;
  let api: Api;
  let gate: RunningGate;
  let door: RunningGate;
  let key: TestKey;
  before(async () => {
    house = await makeHouse();
    api = await echo();
    key = await house.issue();
    const open = ['--open-path', '/public', '--open-path', '/health/', '--preflight', 'pass'];
    const cors = ['--cors-origin', ORIGIN, '--cors-origin', 'http://localhost:1'];
    gate = await startGate([
      '--issuer',
      house.issuer,
      '--upstream',
      api.url,
      '--status-port',
      '0',
      ...open,
      ...cors,
    ]);
    door = await startGate(['--issuer', house.issuer, ...open, ...cors]);
    await Promise.all([gateReady(gate), gateReady(door)]);
  });
  after(async () => {
    await gate?.stop();
    await door?.stop();
    await api?.stop();
    await house?.end();
  });

  it('on an open path the upstream learns that the request is anonymous, whatever the client sends', async () => {
    const forged: HeaderLine[] = [
      ['x-lostwax-subject', 'admin'],
      ['X_Lostwax_Subject', 'admin'],
      ['x-lostwax-open', 'no'],
      ['X_Lostwax_Open', 'no'],
    ];
    for (const lines of [[], forged, [['Authorization', 'Basic dXNlcjpwYXNz']] as HeaderLine[]]) {
      const answer = await ask(`${gate.url}/public/page?x=1`, lines);
      assert.equal(answer.status, 200);
      for (const name of five) assert.deepEqual(headerOf(answer, name), [''], name);
      assert.deepEqual(headerOf(answer, 'x-lostwax-open'), ['path']);
      for (const name of ['x_lostwax_subject', 'x_lostwax_open'])
        assert.deepEqual(headerOf(answer, name), []);
      assert.deepEqual(
        headerOf(answer, 'authorization'),
        lines.flatMap(([name, value]) => (name === 'Authorization' ? [value] : [])),
        'headers for the API stay',
      );
    }
    assert.equal((await ask(`${gate.url}/health`)).status, 200);
    assert.equal((await ask(`${gate.url}/orders`)).status, 401);
    assert.equal((await ask(`${gate.url}/public/../orders`)).status, 401);
  });

  it('a key on an open path is checked: a valid one is identified, an invalid one refused', async () => {
    const good = await ask(`${gate.url}/public`, [bearer(key.token)]);
    assert.deepEqual(headerOf(good, 'x-lostwax-subject'), ['customer-1']);
    assert.deepEqual(headerOf(good, 'x-lostwax-open'), []);
    const bad = await ask(`${gate.url}/public`, [bearer(key.token.slice(0, -9))]);
    assert.deepEqual([bad.status, problemOf(bad)], [401, 'token_truncated']);
  });

  it('a token of another service in a header not read for keys does not block an open path', async () => {
    // `{"kid":"…`: tokens of some sign-in services begin this way, and so do Lostwax keys.
    const foreign = 'eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9.e30.c2ln';
    for (const line of [
      ['Cookie', `session=${foreign}`],
      ['X-User-Token', foreign],
    ] as HeaderLine[]) {
      const answer = await ask(`${gate.url}/public`, [line]);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(headerOf(answer, 'x-lostwax-subject'), ['']);
      assert.deepEqual(headerOf(answer, 'x-lostwax-open'), ['path']);
      const closed = await ask(`${gate.url}/orders`, [line]);
      assert.deepEqual([closed.status, problemOf(closed)], [401, 'key_misplaced']);
    }
  });

  it('preflights get through, and other OPTIONS requests do not', async () => {
    assert.equal(await options(`${gate.url}/orders`, preflight), 204);
    assert.equal(await options(`${gate.url}/orders`, preflight.slice(1)), 401);
    assert.equal(await options(`${gate.url}/orders`, []), 401);
  });

  it('only an allowed page can read a refusal', async () => {
    const from = (origin: string, path = '/orders') => ask(`${gate.url}${path}`, [['Origin', origin]]);
    const { headers } = await from(ORIGIN);
    assert.equal(headers['access-control-allow-origin'], ORIGIN);
    assert.match(`${headers['access-control-expose-headers']}`, /WWW-Authenticate/);
    for (const other of ['https://evil.example', `${ORIGIN}.evil.example`, 'null']) {
      assert.equal((await from(other)).headers['access-control-allow-origin'], undefined, other);
      assert.equal((await from(other)).headers['vary'], 'Origin', other);
    }
  });

  it('forward authentication uses the path that the gateway appends to /verify', async () => {
    const { status, headers } = await ask(`${door.url}/verify/public/page`);
    assert.deepEqual([status, headers['x-lostwax-open'], headers['x-lostwax-subject']], [200, 'path', '']);
    for (const path of [
      '/verify',
      '/verify/orders',
      '/verify/public/../orders',
      '/verify/public%2f..%2forders',
    ])
      assert.equal((await ask(`${door.url}${path}`)).status, 401, path);
    assert.equal((await ask(`${door.url}/verify-scope/orders:delete/public`)).status, 200);
    assert.equal(await options(`${door.url}/verify/orders`, preflight), 200);
    const refused = await ask(`${door.url}/verify`, [['Origin', ORIGIN]]);
    assert.equal(refused.headers['access-control-allow-origin'], ORIGIN);
  });

  it('requests without a key are counted separately', async () => {
    await ask(`${gate.url}/public`);
    assert.ok((await gate.metric('lostwax_gate_answers_total{door="proxy",code="open"}')) > 0);
  });
});

describe('a gate with its own key header', { timeout: 60_000 }, () => {
  let house: House;
  let api: Api;
  let gate: RunningGate;
  let key: TestKey;
  before(async () => {
    house = await makeHouse();
    api = await echo();
    key = await house.issue();
    const where = ['--key-header', 'X-Acme-Key', '--basic', '--open-path', '/public'];
    gate = await startGate(['--issuer', house.issuer, '--upstream', api.url, '--status-port', '0', ...where]);
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    await api?.stop();
    await house?.end();
  });

  it('the key is removed in every spelling, and a user’s JWT is forwarded to the API', async () => {
    const jwt: HeaderLine = ['Authorization', 'Bearer eyJhbGciOi.of-a.user'];
    const answer = await ask(`${gate.url}/`, [['x-ACME-key', key.token], ['X_Acme_Key', key.token], jwt]);
    assert.equal(answer.status, 200);
    assert.ok(!answer.text.includes(key.token.slice(0, 40)));
  });
  it('on an open path a user’s JWT is forwarded without a key', async () => {
    const jwt = 'Bearer eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9.e30.c2ln';
    const answer = await ask(`${gate.url}/public`, [['Authorization', jwt]]);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(headerOf(answer, 'authorization'), [jwt]);
  });
  it('Basic may hold the key, and is then removed', async () => {
    const basic = `Basic ${Buffer.from(`${key.token}:`).toString('base64')}`;
    const answer = await ask(`${gate.url}/`, [['Authorization', basic]]);
    assert.equal(answer.status, 200);
    assert.deepEqual(headerOf(answer, 'authorization'), []);
  });
  it('the usual places are not read', async () => {
    const { status, text } = await ask(`${gate.url}/`, [['X-Api-Key', key.token]]);
    assert.deepEqual([status, JSON.parse(text).code], [401, 'key_misplaced']);
    assert.match(JSON.parse(text).detail, /X-Acme-Key/);
  });
});

describe('a page of another origin', { skip: browser.skip, timeout: 120_000 }, () => {
  it('can call an API behind a gate: its preflight gets through, and it can read a refusal and an answer', async (t) => {
    const house = await makeHouse();
    t.after(() => house.end());
    const api = await echo();
    t.after(() => api.stop());
    const site = await startApi((_, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>app</title>');
    });
    t.after(() => site.stop());
    const flags = ['--upstream', api.url, '--preflight', 'pass', '--cors-origin', site.url];
    const gate = await startGate(['--issuer', house.issuer, '--status-port', '0', ...flags]);
    t.after(() => gate.stop());
    await gateReady(gate);
    const { token } = await house.issue();
    await gate.accepts(token, '/orders');
    const running = await chromium.launch({
      executablePath: browser.program,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    t.after(() => running.close());
    const page = await running.newPage();
    await page.goto(site.url);
    const call = (key: string) =>
      page.evaluate(
        async ([url, sent]) => {
          const answer = await fetch(`${url}/orders`, { headers: { authorization: `Bearer ${sent}` } });
          const body = (await answer.json()) as { code?: string };
          return {
            status: answer.status,
            code: body.code,
            challenge: answer.headers.get('www-authenticate'),
          };
        },
        [gate.url, key] as const,
      );
    const refused = await call('nonsense');
    assert.deepEqual([refused.status, refused.code], [401, 'token_malformed']);
    assert.match(refused.challenge ?? '', /error="invalid_token"/);
    assert.equal((await call(token)).status, 200);
  });
});
