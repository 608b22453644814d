import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { administrator, ORIGIN, workspace } from '../support/fixture.ts';
import { type Answer, openHttpFixture } from '../support/http.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const { domain, admin } = fixture;

interface Console {
  readonly json: Answer['json'];
  readonly cookie: string;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
}

function consoleOf(answer: Answer): Console {
  assert.equal(answer.status, 201, answer.text);
  const [line = ''] = answer.headers['set-cookie'] ?? [];
  assert.match(
    line,
    /^__Host-lostwax-ses_[\w-]{16}=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  const cookie = line.split(';')[0] ?? '';
  const headers = ['cookie', cookie, 'x-lostwax-session', answer.json.id, 'origin', ORIGIN];
  return {
    json: answer.json,
    cookie,
    call: (method, path, body) => fixture.send({ method, path, key: null, headers, body }),
  };
}

const signIn = async (key?: string): Promise<Console> =>
  consoleOf(await fixture.send({ method: 'POST', path: '/v1/console/sign-in', key, body: {} }));
const open = (key?: string) => fixture.send({ method: 'POST', path: '/v1/console/codes', key, body: {} });
const exchange = (code: string, workspaceSlug?: string) =>
  fixture.send({
    method: 'POST',
    path: '/v1/session/exchange',
    key: null,
    body: { code, ...(workspaceSlug !== undefined && { workspace: workspaceSlug }) },
  });
const codeOf = (answer: Answer): string => {
  const [page, code = ''] = String(answer.json.url).split('#');
  assert.equal(page, `${ORIGIN}/console/`);
  return code;
};

describe("a console session of an administrator's key", () => {
  it('may do what the key may, on its behalf, and reports it', async () => {
    const { token, key } = await administrator(fixture, {
      name: 'Jane',
      scopes: [`keys:write@${slug}`, 'audit:read'],
    });
    const { json, call } = await signIn(token);
    assert.deepEqual([json.kind, json.actor, json.can], ['console', { id: key.id, name: 'Jane' }, []]);
    assert.deepEqual(json.permissions, [
      {
        workspace: slug,
        permissions: ['keys:read', 'keys:create', 'keys:rotate', 'keys:revoke', 'audit:read'],
      },
      { workspace: null, permissions: ['audit:read'] },
    ]);
    assert.deepEqual(json.warnings, [], 'the first key is no business of who may not replace it');
    assert.deepEqual((await call('GET', '/v1/session')).json, json);
    const issued = await call('POST', `/v1/workspaces/${slug}/keys`, { customer: 'a' });
    assert.deepEqual([issued.status, issued.json.key.createdBy], [201, key.id]);
    assert.equal((await call('GET', '/v1/workspaces/lostwax/keys')).status, 403);
    assert.equal((await call('POST', '/v1/workspaces', { slug: 'mine' })).status, 403);
    const { items } = await domain.audit(slug, { limit: 1 }, 'all');
    assert.deepEqual([items[0]?.actor, items[0]?.details['via']], [key.id, 'console']);
  });

  it('ends with the key, however that ends', async () => {
    for (const end of ['revoke', 'disable', 'expire', 'suspend'] as const) {
      const input = { customer: `of-${end}`, expiresAt: fixture.clock.now + 60_000 };
      const { token, key } = await administrator(fixture, input);
      const { call } = await signIn(token);
      assert.equal((await call('GET', '/v1/session')).status, 200);
      if (end === 'expire') await fixture.pass(61);
      else if (end === 'suspend')
        await domain.updateCustomer(admin, 'lostwax', `of-${end}`, { state: 'suspended' });
      else await domain[end](admin, 'lostwax', key.id);
      const { status, json } = await call('GET', '/v1/session');
      assert.deepEqual([end, status, json.code], [end, 401, 'session_ended']);
    }
  });

  it('lasts eight hours, regardless of activity, and ends on sign-out', async () => {
    const { call } = await signIn();
    await fixture.pass(8 * 3_600 - 1);
    assert.equal((await call('GET', '/v1/session')).status, 200);
    await fixture.pass(1);
    assert.equal((await call('GET', '/v1/session')).json.code, 'session_ended');
    const other = await signIn();
    const out = await other.call('POST', '/v1/session/end');
    assert.match(String(out.headers['set-cookie']), /=; Max-Age=0; /);
    assert.equal((await other.call('GET', '/v1/session')).json.code, 'session_ended');
  });

  it('cannot create another session, which would let it last forever', async () => {
    const { call } = await signIn();
    for (const path of ['/v1/console/sign-in', '/v1/console/codes']) {
      const { status, json } = await call('POST', path, {});
      assert.deepEqual([status, json.code], [403, 'insufficient_scope']);
    }
  });

  it("cannot be started by another site's page", async () => {
    for (const headers of [
      ['origin', 'https://evil.example'],
      ['origin', 'null'],
      ['sec-fetch-site', 'cross-site'],
      ['sec-fetch-site', 'same-site'],
    ]) {
      const path = '/v1/console/sign-in';
      await fixture.refused({ method: 'POST', path, body: {}, headers }, 403, 'cross_site_request');
    }
  });

  it('only its hashes are stored', async () => {
    const { token } = await administrator(fixture, { name: 'kept?' });
    const { cookie } = await signIn(token);
    const code = codeOf(await open(token));
    const rows = JSON.stringify(
      await tablesBehind(fixture.store.read).selectFrom('sessions').selectAll().execute(),
    );
    for (const secret of [cookie.split('=')[1] ?? '', code, token]) {
      assert.ok(secret.length > 40);
      assert.ok(!rows.includes(secret));
      assert.ok(!fixture.logged.join('').includes(secret));
    }
  });
});

describe('a link to the console', () => {
  it('signs in once, as its creator', async () => {
    const { token, key } = await administrator(fixture, { scopes: ['keys:read'] });
    const code = codeOf(await open(token));
    const { json } = consoleOf(await exchange(code));
    assert.equal(json.actor.id, key.id);
    assert.equal((await exchange(code)).json.code, 'code_invalid');
  });

  it('is valid for five minutes', async () => {
    const code = codeOf(await open());
    await fixture.pass(300);
    assert.equal((await exchange(code)).json.code, 'code_invalid');
  });

  it('does not open a portal, and a portal link does not open the console', async () => {
    const code = codeOf(await open());
    assert.equal((await exchange(code, slug)).json.code, 'code_invalid');
    assert.equal((await exchange(code, 'lostwax')).json.code, 'code_invalid');
    consoleOf(await exchange(code));
    const { url } = (await domain.sessions.openPortal(admin, slug, { customer: 'p' })) as { url: string };
    assert.equal((await exchange(url.split('#')[1] ?? '')).json.code, 'code_invalid');
  });

  it('is invalid once its key has ended', async () => {
    const { token, key } = await administrator(fixture);
    const code = codeOf(await open(token));
    await domain.revoke(admin, 'lostwax', key.id);
    const { status, json } = await exchange(code);
    assert.deepEqual([status, json.code], [400, 'code_invalid']);
  });

  it('needs a key', async () => {
    await fixture.refused(
      { method: 'POST', path: '/v1/console/codes', key: null, body: {} },
      401,
      'unauthenticated',
    );
  });
});

it('the session warns about the first key until it is gone', async () => {
  const { token } = await administrator(fixture, { name: 'Jane' });
  const { json, call } = await signIn(token);
  assert.deepEqual(json.warnings, ['first_key_in_use']);
  await domain.revoke(admin, 'lostwax', admin.id);
  assert.deepEqual((await call('GET', '/v1/session')).json.warnings, []);
});
