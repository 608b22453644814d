import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ORIGIN, workspace } from '../support/fixture.ts';
import { type Answer, openHttpFixture } from '../support/http.ts';
import { openLink, signIn } from '../support/sessions.ts';

const fixture = await openHttpFixture();
const { domain, admin } = fixture;
const slug = await workspace(fixture);
const other = await workspace(fixture);
const shop = 'https://app.example.com';
await domain.updateWorkspace(admin, slug, { settings: { allowedOrigins: [shop] } });
await domain.updateWorkspace(admin, other, { settings: { allowedOrigins: ['https://other.example.com'] } });
const { id, secret } = await signIn(fixture, slug, { customer: 'x' });
const embedded = await signIn(fixture, slug, { customer: 'x', embed: true });

const keys = `/v1/workspaces/${slug}/keys`;
const cookie = ['cookie', `__Host-lostwax-${id}=${secret}`, 'x-lostwax-session', id];
const byCookie = (method: string, headers: readonly string[]): Promise<Answer> =>
  fixture.send({
    method,
    path: keys,
    key: null,
    headers: [...cookie, ...headers],
    body: method === 'POST' ? { customer: 'x' } : undefined,
  });

describe('a request with a cookie', () => {
  for (const [method, headers, allowed] of [
    ['GET', [], true],
    ['GET', ['origin', ORIGIN], true],
    ['GET', ['sec-fetch-site', 'same-origin'], true],
    ['GET', ['sec-fetch-site', 'none'], true],
    ['GET', ['sec-fetch-site', 'same-site'], false],
    ['GET', ['sec-fetch-site', 'cross-site'], false],
    ['GET', ['origin', shop], false],
    ['GET', ['origin', 'null'], false],
    ['POST', ['origin', ORIGIN], true],
    ['POST', ['origin', ORIGIN, 'sec-fetch-site', 'same-origin'], true],
    ['POST', [], false],
    ['POST', ['sec-fetch-site', 'same-origin'], false],
    ['POST', ['origin', ORIGIN, 'sec-fetch-site', 'none'], false],
    ['POST', ['origin', ORIGIN, 'sec-fetch-site', 'same-site'], false],
    ['POST', ['origin', ORIGIN, 'sec-fetch-site', 'cross-site'], false],
    ['POST', ['origin', shop], false],
    ['POST', ['origin', 'null'], false],
    ['POST', ['origin', `${ORIGIN}.evil.example`], false],
    ['POST', ['origin', ORIGIN.replace('https:', 'http:')], false],
    ['POST', ['origin', `${ORIGIN}:8443`], false],
    ['POST', ['referer', `${ORIGIN}/portal/`], false],
  ] as const) {
    it(`${method} ${headers.join(' ')}: ${allowed ? 'done' : 'refused'}`, async () => {
      const before = await fixture.state();
      const { status, json } = await byCookie(method, headers);
      if (allowed) assert.ok(status < 300);
      else {
        assert.deepEqual([status, json.code], [403, 'cross_site_request']);
        assert.equal(await fixture.state(), before);
      }
    });
  }
  it('is refused with a form body, since that is not JSON', async () => {
    const form = ['content-type', 'text/plain', 'origin', ORIGIN];
    assert.equal((await byCookie('POST', form)).json.code, 'unsupported_media_type');
  });
  it('is refused together with a key', async () => {
    const { status, json } = await fixture.send({ method: 'GET', path: keys, headers: cookie });
    assert.deepEqual([status, json.code], [400, 'invalid_request']);
    const self = await fixture.send({ method: 'POST', path: '/v1/self/revoke', headers: cookie });
    assert.deepEqual([self.status, self.json.code], [400, 'invalid_request']);
  });
});

describe('exchanging a code for a cookie', () => {
  const exchange = async (headers: readonly string[]): Promise<Answer> => {
    const { code } = await openLink(fixture, slug, { customer: 'x' });
    const body = { workspace: slug, code };
    return fixture.send({ method: 'POST', path: '/v1/session/exchange', key: null, headers, body });
  };
  it("is refused to other sites' pages, which could otherwise sign a visitor in as themselves", async () => {
    for (const headers of [
      ['origin', shop],
      ['origin', 'null'],
      ['sec-fetch-site', 'cross-site'],
      ['origin', ORIGIN, 'sec-fetch-site', 'same-site'],
    ]) {
      const { status, json, headers: answered } = await exchange(headers);
      assert.deepEqual([status, json.code, answered['set-cookie']], [403, 'cross_site_request', undefined]);
    }
  });
  it("is allowed for the authority's own pages, and for programs", async () => {
    for (const headers of [[], ['origin', ORIGIN, 'sec-fetch-site', 'same-origin']])
      assert.equal((await exchange(headers)).status, 201);
  });
});

describe('an embedded session', () => {
  const call = (headers: readonly string[], path = keys): Promise<Answer> =>
    fixture.send({ method: 'GET', path, key: null, headers: [...embedded.headers, ...headers] });
  it('works on pages of the allowed origins, which may read the response, without a cookie', async () => {
    for (const path of [keys, '/v1/session']) {
      const { status, headers } = await call(['origin', shop], path);
      assert.deepEqual([status, headers['access-control-allow-origin'], headers.vary], [200, shop, 'Origin']);
      assert.equal(headers['access-control-allow-credentials'], undefined);
    }
  });
  it('is refused for pages of all other origins, also those that another workspace allows', async () => {
    for (const origin of [
      'https://evil.example',
      'https://other.example.com',
      'null',
      `${shop}.evil.example`,
      shop.toUpperCase(),
    ]) {
      const { status, json, headers } = await call(['origin', origin]);
      assert.deepEqual([origin, status, json.code], [origin, 403, 'cross_site_request']);
      assert.equal(headers['access-control-allow-origin'], undefined);
      assert.equal(headers.vary, 'Origin');
    }
  });
  it('stops working on a page as soon as its origin is removed', async () => {
    const home = await workspace(fixture);
    await domain.updateWorkspace(admin, home, { settings: { allowedOrigins: [shop] } });
    const visitor = await signIn(fixture, home, { customer: 'x', embed: true });
    const list = () =>
      fixture.send({
        method: 'GET',
        path: `/v1/workspaces/${home}/keys`,
        key: null,
        headers: [...visitor.headers, 'origin', shop],
      });
    assert.equal((await list()).status, 200);
    await domain.updateWorkspace(admin, home, { settings: { allowedOrigins: [] } });
    assert.equal((await list()).json.code, 'cross_site_request');
  });
  it("is not accepted as a cookie, nor a cookie's secret as a token", async () => {
    const text = embedded.secret.split('.')[1] ?? '';
    const asCookie = ['cookie', `__Host-lostwax-${embedded.id}=${text}`, 'x-lostwax-session', embedded.id];
    const answers = [
      await fixture.send({ method: 'GET', path: keys, key: null, headers: asCookie }),
      await fixture.send({ method: 'GET', path: keys, key: `lwx_session_${id}.${secret}` }),
    ];
    for (const { json } of answers) assert.equal(json.code, 'session_ended');
  });
});

describe('a preflight', () => {
  const ask = (path: string, origin = shop): Promise<Answer> =>
    fixture.send({
      method: 'OPTIONS',
      path,
      key: null,
      headers: [
        'origin',
        origin,
        'access-control-request-method',
        'POST',
        'access-control-request-headers',
        'authorization',
      ],
    });
  it('is granted for what a portal session may do, and for revoking a leaked key', async () => {
    for (const [path, methods] of [
      [keys, 'GET, POST'],
      [`${keys}/acme_live_7f_0123456789ABCDEF2Wwy7M`, 'GET, PATCH'],
      ['/v1/session', 'GET'],
      ['/v1/self/revoke', 'POST'],
    ] as const) {
      const { status, headers } = await ask(path);
      assert.deepEqual([path, status, headers['access-control-allow-origin']], [path, 204, shop]);
      const sorted = String(headers['access-control-allow-methods']).split(', ').sort().join(', ');
      assert.equal(sorted, methods);
      assert.match(String(headers['access-control-allow-headers']), /authorization/);
      assert.doesNotMatch(String(headers['access-control-allow-headers']), /x-lostwax-session/);
      assert.equal(headers['access-control-allow-credentials'], undefined);
    }
  });
  it('is granted for nothing else, and to no one else', async () => {
    for (const [path, origin] of [
      [keys, 'https://evil.example'],
      [`/v1/workspaces/${other}/keys`, shop],
      ['/v1/session/exchange', shop],
      [`/v1/workspaces/${slug}/portal-sessions`, shop],
      [`/v1/workspaces/${slug}/customers`, shop],
      [`${keys}:revoke`, shop],
      ['/v1/workspaces', shop],
    ] as const) {
      const { headers } = await ask(path, origin);
      assert.equal(headers['access-control-allow-origin'], undefined, path);
      assert.equal(headers['access-control-allow-methods'], undefined, path);
    }
  });
});

describe('an origin that may embed', () => {
  for (const origin of [
    '*',
    'https://*.example.com',
    'https://app.example.com/',
    'https://app.example.com/path',
    'https://APP.example.com',
    'https://app.example.com:443',
    'http://app.example.com',
    "https://a.example 'unsafe-inline'",
    'https://a.example; script-src *',
    'https://a@b.example',
    'javascript:alert(1)',
    'null',
    '',
  ]) {
    it(`is not ${JSON.stringify(origin)}`, async () => {
      const body = { allowedOrigins: [origin] };
      const path = `/v1/workspaces/${slug}`;
      await fixture.refused({ method: 'PATCH', path, body }, 400, 'invalid_request');
    });
  }
});
