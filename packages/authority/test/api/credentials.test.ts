import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { administrator, workspace } from '../support/fixture.ts';
import { type Answer, openHttpFixture } from '../support/http.ts';
import { keyText } from '../support/key-text.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const path = `/v1/workspaces/${slug}/keys`;
const customerKey = (await fixture.domain.issue(fixture.admin, slug, { customer: 'a' })).token;

describe('no key: 401 with a challenge and no error (RFC 6750 §3.1)', () => {
  const lines: Record<string, string[]> = {
    'no header': [],
    'an empty one': ['Authorization', ''],
    'another scheme': ['Authorization', 'Basic YTpi'],
    'the scheme alone': ['Authorization', 'Bearer'],
    'the key without Bearer': ['Authorization', fixture.admin.token],
    'two words': ['Authorization', `Bearer ${fixture.admin.token} x`],
    'as x-api-key': ['x-api-key', fixture.admin.token],
    'as a cookie': ['Cookie', `key=${fixture.admin.token}`],
    'to a proxy': ['Proxy-Authorization', `Bearer ${fixture.admin.token}`],
  };
  for (const [name, headers] of Object.entries(lines)) {
    it(name, async () => {
      const answer = await fixture.refused(
        { method: 'GET', path, key: null, headers },
        401,
        'unauthenticated',
      );
      assert.equal(answer.headers['www-authenticate'], 'Bearer realm="lostwax"');
      assert.doesNotMatch(answer.text, keyText);
    });
  }
  it('in the query, where it would be logged', async () => {
    await fixture.refused(
      { method: 'GET', path: `${path}?access_token=${fixture.admin.token}`, key: null },
      401,
      'unauthenticated',
    );
  });
  it('the mistake is named, without echoing the key', async () => {
    const { token } = fixture.admin;
    const mistakes: readonly (readonly [RegExp, readonly string[], string?])[] = [
      [/missing Bearer/, ['Authorization', token]],
      [/scheme "Token"/, ['Authorization', `Token ${token}`]],
      [/scheme "Basic"/, ['Authorization', 'Basic YTpi']],
      [/colon/, ['Authorization', `Bearer: ${token}`]],
      [/colon/, ['Authorization', `Bearer:${token}`]],
      [/twice/, ['Authorization', `Bearer Bearer ${token}`]],
      [/tab/, ['Authorization', `Bearer\t${token}`]],
      [/contains a space or a tab/, ['Authorization', `Bearer ${token} x`]],
      [/no key after Bearer/, ['Authorization', 'Bearer']],
      [/header x-api-key/, ['x-api-key', token]],
      [/header x-api-key/, ['x-api-key', `Bearer ${token}`]],
      [/header x-my-own/, ['x-my-own', token]],
      [/header proxy-authorization/, ['Proxy-Authorization', `Bearer ${token}`]],
      [/cookie/, ['Cookie', `key=${token}`]],
      [/query/, [], `?access_token=${token}`],
      [/query/, [], '?api_key=abc'],
      [/query/, [], `?anything=${token}`],
      [/^This request needs a key\./, []],
    ];
    for (const [said, headers, query = ''] of mistakes) {
      const what = { method: 'GET', path: path + query, key: null, headers };
      const { json, text } = await fixture.refused(what, 401, 'unauthenticated');
      assert.match(json.detail, said);
      assert.match(json.detail, /Authorization: Bearer <key>\.$/);
      assert.doesNotMatch(text, keyText);
    }
  });
  it('a trailing slash is named', async () => {
    const at = (target: string) =>
      fixture.refused({ method: 'GET', path: target }, 404, 'not_found').then(({ json }) => json.detail);
    assert.match(await at(`${path}/`), /ends with a slash/);
    assert.match(await at('/v1/workspaces/'), /ends with a slash/);
    assert.match(await at(`/${slug}/.well-known/jwks.json/`), /ends with a slash/);
    assert.match(await at(`/${slug}/feed/`), /ends with a slash/);
    for (const other of ['/v1/nowhere', '/v1/nowhere/', `/${slug}/`])
      assert.doesNotMatch(await at(other), /slash/);
  });
  it('a key in place of its ID is named, and so is a truncated session', async () => {
    const { json, text } = await fixture.send({ method: 'GET', path: `${path}/${customerKey}` });
    assert.deepEqual([json.code, /the key itself/.test(json.detail)], ['key_not_found', true]);
    assert.doesNotMatch(text, keyText);
    const cut = await fixture.send({ method: 'GET', path, key: 'lwx_session_ses_0123456789abcdef.short' });
    assert.deepEqual([cut.json.code, /embedded session/.test(cut.json.detail)], ['invalid_key', true]);
  });
});

describe('a key that is not accepted: 401, invalid_token', () => {
  const { token } = fixture.admin;
  const [header = '', payload = '', signature = ''] = token.split('.');
  const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
  const keys: Record<string, string> = {
    garbage: 'garbage',
    'a customer key': customerKey,
    truncated: token.slice(0, -1),
    'two parts': `${header}.${payload}`,
    'another signature': `${header}.${payload}.${flipped}`,
    'no signature': `${header}.${payload}.`,
    padded: `${token}=`,
    'alg none': `${Buffer.from('{"kid":"x","alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`,
    'very long': `${token}${'A'.repeat(10_000)}`,
    'many dots': '.'.repeat(10_000),
  };
  for (const [name, key] of Object.entries(keys)) {
    it(name, async () => {
      const answer = await fixture.refused({ method: 'GET', path, key }, 401, 'invalid_key');
      assert.equal(answer.headers['www-authenticate'], 'Bearer realm="lostwax", error="invalid_token"');
    });
  }
  it("a customer's key is identified as such", async () => {
    const { json } = await fixture.send({ method: 'GET', path, key: customerKey });
    assert.match(json.detail, new RegExp(`belongs to the workspace "${slug}"`));
  });
  it('revoked, disabled, expired, or of a suspended customer', async () => {
    const { domain, admin, clock, pass } = fixture;
    const get = (key: string) => fixture.send({ method: 'GET', path, key });
    const [revoked, disabled, expiring, suspended] = await Promise.all(
      [{}, {}, { expiresAt: clock.now + 1_000 }, { customer: 'leaver' }].map((input) =>
        administrator(fixture, input),
      ),
    );
    assert.ok(revoked && disabled && expiring && suspended);
    const keys = [revoked, disabled, expiring, suspended];
    for (const { token } of keys) assert.equal((await get(token)).status, 200);
    await domain.revoke(admin, 'lostwax', revoked.key.id);
    await domain.disable(admin, 'lostwax', disabled.key.id);
    await domain.updateCustomer(admin, 'lostwax', 'leaver', { state: 'suspended' });
    await pass(2);
    for (const { token } of keys) assert.equal((await get(token)).json.code, 'invalid_key');
    await domain.enable(admin, 'lostwax', disabled.key.id);
    assert.equal((await get(disabled.token)).status, 200);
  });
});

it('two Authorization headers are refused, whichever is valid', async () => {
  for (const headers of [
    ['Authorization', 'Bearer x', 'Authorization', `Bearer ${fixture.admin.token}`],
    ['Authorization', `Bearer ${fixture.admin.token}`, 'authorization', 'Bearer x'],
  ]) {
    await fixture.refused({ method: 'GET', path, key: null, headers }, 400, 'invalid_request');
  }
});

describe('an under-scoped key: 403, insufficient_scope', () => {
  it('names the missing scope', async () => {
    const reader = await administrator(fixture, { scopes: [`keys:read@${slug}`] });
    const body = { customer: 'a' };
    const answer = await fixture.refused(
      { method: 'POST', path, key: reader.token, body },
      403,
      'insufficient_scope',
    );
    const scope = `keys:create@${slug}`;
    assert.equal(answer.json.scope, scope);
    assert.equal(
      answer.headers['www-authenticate'],
      `Bearer realm="lostwax", error="insufficient_scope", scope="${scope}"`,
    );
  });
  it('is reported before anything about the workspace or the body', async () => {
    const { token } = await administrator(fixture, { scopes: [`keys:write@${slug}`] });
    const other = await workspace(fixture);
    const answers: Answer[] = [];
    for (const name of [other, 'nowhere', 'lostwax']) {
      const target = `/v1/workspaces/${name}`;
      for (const [method, tail, body] of [
        ['GET', ''],
        ['GET', '/keys'],
        ['POST', '/keys', '{'],
        ['GET', '/customers/a'],
        ['GET', '/audit'],
      ] as const) {
        answers.push(
          await fixture.refused({ method, path: target + tail, key: token, body }, 403, 'insufficient_scope'),
        );
      }
    }
    // Only the slug may differ between the responses for an existing workspace and a missing one.
    const told = (name: string) =>
      answers
        .map(({ json }) => `${json.detail} ${json.scope}`)
        .filter((text) => text.includes(`@${name}`))
        .map((text) => text.replaceAll(name, 'X'));
    assert.deepEqual(told(other), told('nowhere'));
  });
  it('a list of workspaces contains those that the key has access to', async () => {
    const slugs = async (scopes: string[]): Promise<string[]> => {
      const { token } = await administrator(fixture, { scopes });
      const { json } = await fixture.send({ method: 'GET', path: '/v1/workspaces', key: token });
      return json.items.map((item: { slug: string }) => item.slug);
    };
    const other = await workspace(fixture);
    assert.deepEqual(await slugs([]), []);
    assert.deepEqual(await slugs([`audit:read@${other}`]), [other]);
    assert.ok(!(await slugs(['keys:read'])).includes('lostwax'));
    assert.ok((await slugs(['admin'])).includes('lostwax'));
  });
  it('a change requires the scope of each of its members', async () => {
    const { key } = await fixture.domain.issue(fixture.admin, slug, { customer: 'a' });
    const target = `${path}/${key.id}`;
    const creator = (await administrator(fixture, { scopes: ['keys:create'] })).token;
    const revoker = (await administrator(fixture, { scopes: ['keys:revoke'] })).token;
    const change = (token: string, body: object) =>
      fixture.send({ method: 'PATCH', path: target, key: token, body });
    const expiresAt = '2050-01-01T00:00:00Z';
    assert.equal((await change(creator, { name: 'x', metadata: {} })).status, 200);
    assert.equal((await change(creator, { name: 'x', expiresAt })).json.scope, `keys:revoke@${slug}`);
    assert.equal((await change(revoker, { name: 'x', expiresAt })).json.scope, `keys:create@${slug}`);
    assert.equal((await change(revoker, { expiresAt })).status, 200);
  });
});

describe('a keys:write key cannot escalate', () => {
  const own = '/v1/workspaces/lostwax';
  it('issues, rotates, enables, revokes, changes or reads no administrator key', async () => {
    const writer = await administrator(fixture, { scopes: ['keys:write'] });
    const disabled = await administrator(fixture);
    await fixture.domain.disable(fixture.admin, 'lostwax', disabled.key.id);
    const attempts: readonly (readonly [string, string, unknown?])[] = [
      ['POST', '/keys', { customer: 'me', scopes: ['admin'] }],
      ['POST', '/keys', { customer: 'me', scopes: ['keys:write'] }],
      ['POST', '/keys:batch', { items: [{ customer: 'me', scopes: ['admin'] }] }],
      ['POST', `/keys/${writer.key.id}/rotate`, { scopes: ['admin'] }],
      ['POST', `/keys/${fixture.admin.id}/rotate`, {}],
      ['POST', `/keys/${disabled.key.id}/enable`],
      ['POST', `/keys/${fixture.admin.id}/revoke`],
      ['POST', '/keys:revoke', { createdBy: fixture.admin.id }],
      ['PATCH', `/keys/${writer.key.id}`, { name: 'x' }],
      ['PATCH', '/customers/jane', { scopes: null }],
      ['GET', '/keys'],
      ['GET', '/audit'],
      ['GET', ''],
    ];
    for (const [method, tail, body] of attempts) {
      const { json } = await fixture.refused(
        { method, path: own + tail, key: writer.token, body },
        403,
        'insufficient_scope',
      );
      assert.equal(json.scope, 'admin');
    }
  });
  it('neither does an admin key for one workspace', async () => {
    const { token } = await administrator(fixture, { scopes: [`admin@${slug}`, 'admin@lostwax'] });
    await fixture.refused({ method: 'GET', path: `${own}/keys`, key: token }, 403, 'insufficient_scope');
    await fixture.refused(
      { method: 'POST', path: '/v1/workspaces', key: token, body: { slug: 'mine' } },
      403,
      'insufficient_scope',
    );
    assert.equal(
      (
        await fixture.send({
          method: 'PATCH',
          path: `/v1/workspaces/${slug}`,
          key: token,
          body: { name: 'x' },
        })
      ).status,
      200,
    );
  });
});

describe('a key revokes itself', () => {
  it('without any other permission, once', async () => {
    const { token, key } = await fixture.domain.issue(fixture.admin, slug, { customer: 'b' });
    const revoke = { method: 'POST', path: '/v1/self/revoke', key: token };
    const { status, json } = await fixture.send(revoke);
    assert.deepEqual([status, json.id, json.state], [200, key.id, 'revoked']);
    await fixture.refused(revoke, 401, 'invalid_key');
  });
});
