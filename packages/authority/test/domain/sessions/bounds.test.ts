import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NewPortalSession } from '../../../src/domain/sessions/types.ts';
import { withCode, workspace } from '../../support/fixture.ts';
import { type Answer, openHttpFixture } from '../../support/http.ts';
import { openLink, signIn } from '../../support/sessions.ts';

const fixture = await openHttpFixture();
const { domain, admin, clock } = fixture;

/** A session, and a function to call its workspace's API with it. */
async function portal(slug: string, input: NewPortalSession) {
  const { headers } = await signIn(fixture, slug, input);
  return (method: string, path: string, body?: unknown): Promise<Answer> =>
    fixture.send({
      method,
      path: path.startsWith('/v1') ? path : `/v1/workspaces/${slug}${path}`,
      key: null,
      headers,
      body,
    });
}

describe('scopes', () => {
  it('are those allowed by workspace, customer and session', async () => {
    const slug = await workspace(fixture, { scopes: ['a', 'b', 'c'] });
    await domain.issue(admin, slug, { customer: 'x' });
    await domain.updateCustomer(admin, slug, 'x', { scopes: ['b', 'c'] });
    const call = await portal(slug, { customer: 'x', scopes: ['c'] });
    for (const [scope, status] of [
      ['a', 400],
      ['b', 400],
      ['c', 201],
    ] as const) {
      const { status: answered } = await call('POST', '/keys', { customer: 'x', scopes: [scope] });
      assert.deepEqual([scope, answered], [scope, status]);
    }
    await domain.updateWorkspace(admin, slug, { scopes: ['a', 'b'] });
    const later = await call('POST', '/keys', { customer: 'x', scopes: ['c'] });
    assert.equal(later.json.code, 'scope_not_allowed');
  });
  it("are offered with the producer's descriptions", async () => {
    const slug = await workspace(fixture, { scopes: ['a', 'b', 'c'] });
    await domain.updateWorkspace(admin, slug, { settings: { scopeTexts: { a: 'All of it', z: 'unused' } } });
    const info = (await (await portal(slug, { customer: 'x', scopes: ['b', 'a'] }))('GET', '/v1/session'))
      .json;
    assert.deepEqual(info.workspace.scopes, [
      { scope: 'a', description: 'All of it' },
      { scope: 'b', description: null },
    ]);
    assert.equal(info.workspace.anyScope, false);
    await domain.updateWorkspace(admin, slug, { scopes: null });
    const free = (await (await portal(slug, { customer: 'x' }))('GET', '/v1/session')).json.workspace;
    assert.deepEqual([free.anyScope, free.scopes.length], [true, 2]);
  });
  it('of a session cannot go beyond the ceilings when it is opened', async () => {
    const slug = await workspace(fixture, { scopes: ['a'] });
    await assert.rejects(
      openLink(fixture, slug, { customer: 'x', scopes: ['b'] }),
      withCode('scope_not_allowed'),
    );
  });
  it('limit what revives a key too: enabling it and undoing a rotation', async () => {
    const slug = await workspace(fixture);
    const { key } = await domain.issue(admin, slug, { customer: 'x', scopes: ['a'] });
    const call = await portal(slug, { customer: 'x', scopes: ['b'] });
    await call('POST', `/keys/${key.id}/disable`);
    assert.equal((await call('POST', `/keys/${key.id}/enable`)).json.code, 'scope_not_allowed');
    await domain.enable(admin, slug, key.id);
    assert.equal((await call('POST', `/keys/${key.id}/rotate`)).json.code, 'scope_not_allowed');
    await domain.rotate(admin, slug, key.id, {});
    const undone = await call('POST', `/keys/${key.id}/rotation`, { cancel: true });
    assert.equal(undone.json.code, 'scope_not_allowed');
  });
});

describe('claims and notes', () => {
  it("are the producer's: every key gets the session's claims, and customers cannot set others", async () => {
    const slug = await workspace(fixture);
    const call = await portal(slug, { customer: 'x', claims: { plan: 'gold' } });
    const { json } = await call('POST', '/keys', { customer: 'x' });
    assert.deepEqual(json.key.claims, { plan: 'gold' });
    for (const member of ['claims', 'metadata']) {
      const refused = await call('POST', '/keys', { customer: 'x', [member]: {} });
      assert.deepEqual(
        [refused.status, refused.json.code, refused.json.pointer],
        [403, 'customer_not_allowed', `/${member}`],
      );
    }
    const rotated = await call('POST', `/keys/${json.key.id}/rotate`, { claims: { plan: 'free' } });
    assert.equal(rotated.json.code, 'customer_not_allowed');
    assert.equal(
      (await call('PATCH', `/keys/${json.key.id}`, { metadata: {} })).json.code,
      'customer_not_allowed',
    );
  });
  it("of a rotation: the producer's current values take precedence over the earlier ones", async () => {
    const slug = await workspace(fixture);
    const { key } = await domain.issue(admin, slug, { customer: 'x', claims: { plan: 'gold', tenant: 7 } });
    const call = await portal(slug, { customer: 'x', claims: { plan: 'free' } });
    const { json } = await call('POST', `/keys/${key.id}/rotate`);
    assert.deepEqual(json.key.claims, { plan: 'free', tenant: 7 });
  });
  it('with registered names are refused when the session is opened', async () => {
    const slug = await workspace(fixture);
    await assert.rejects(
      openLink(fixture, slug, { customer: 'x', claims: { sub: 'y' } }),
      withCode('claim_registered'),
    );
  });
  it('that the producer stores with a key are not shown', async () => {
    const slug = await workspace(fixture);
    const { key } = await domain.issue(admin, slug, { customer: 'x', metadata: { note: 'owes us money' } });
    const call = await portal(slug, { customer: 'x' });
    const one = `/keys/${key.id}`;
    const answers = [
      await call('GET', '/keys'),
      await call('GET', one),
      await call('PATCH', one, { name: 'n' }),
      await call('POST', `${one}/disable`),
      await call('POST', `${one}/enable`),
      await call('POST', `${one}/rotate`),
      await call('POST', `${one}/rotation`, { cancel: true }),
    ];
    for (const { status, text } of answers) {
      assert.ok(status < 300, text);
      assert.doesNotMatch(text, /owes us/);
    }
    assert.deepEqual((await domain.key(slug, key.id, 'all')).metadata, { note: 'owes us money' });
  });
});

describe('limits', () => {
  it('of keys: the lowest of session and customer, and the workspace’s for a customer without one', async () => {
    const slug = await workspace(fixture);
    await domain.updateWorkspace(admin, slug, { settings: { maxKeysPerCustomer: 2 } });
    const most = async (maxKeys?: number): Promise<number | null> =>
      (await (await portal(slug, { customer: 'x', maxKeys }))('GET', '/v1/session')).json.maxKeys;
    assert.deepEqual([await most(), await most(1), await most(5)], [2, 1, 2]);
    const call = await portal(slug, { customer: 'x', maxKeys: 1 });
    assert.equal((await call('POST', '/keys', { customer: 'x' })).status, 201);
    assert.equal((await call('POST', '/keys', { customer: 'x' })).json.code, 'key_limit_reached');
    await domain.issue(admin, slug, { customer: 'x' });
    await assert.rejects(domain.issue(admin, slug, { customer: 'x' }), withCode('key_limit_reached'));
    await domain.updateCustomer(admin, slug, 'x', { maxKeys: 3 });
    await domain.issue(admin, slug, { customer: 'x' });
  });
  it('of keys also if even the first key would exceed them', async () => {
    const slug = await workspace(fixture);
    await domain.updateWorkspace(admin, slug, { settings: { maxKeysPerCustomer: 0 } });
    await assert.rejects(domain.issue(admin, slug, { customer: 'new' }), withCode('key_limit_reached'));
  });
  it('of lifetime: the maximum is the default, and no key gets more', async () => {
    const slug = await workspace(fixture);
    const old = await domain.issue(admin, slug, { customer: 'x', expiresAt: clock.now + 7_200_000 });
    await domain.updateWorkspace(admin, slug, { settings: { longestLifeSeconds: 3_600 } });
    const longest = clock.now + 3_600_000;
    assert.equal((await domain.issue(admin, slug, { customer: 'x' })).key.expiresAt, longest);
    const more = { customer: 'x', expiresAt: longest + 1_000 };
    await assert.rejects(domain.issue(admin, slug, more), withCode('expiry_not_allowed'));
    const rotate = (expiresAt?: number | null) => domain.rotate(admin, slug, old.key.id, { expiresAt });
    await assert.rejects(rotate(longest + 1_000), withCode('expiry_not_allowed'));
    assert.equal((await rotate()).key.expiresAt, longest);
  });
  it("cannot be set in the administrators' workspace", async () => {
    for (const settings of [{ longestLifeSeconds: 60 }, { maxKeysPerCustomer: 1 }, { allowedOrigins: [] }])
      await assert.rejects(
        domain.updateWorkspace(admin, 'lostwax', { settings }),
        withCode('invalid_request'),
      );
    await assert.rejects(openLink(fixture, 'lostwax', { customer: 'jane' }), withCode('invalid_request'));
  });
  it('a suspended customer cannot create keys', async () => {
    const slug = await workspace(fixture);
    const call = await portal(slug, { customer: 'x' });
    await domain.updateCustomer(admin, slug, 'x', { state: 'suspended' });
    assert.equal((await call('POST', '/keys', { customer: 'x' })).json.code, 'customer_suspended');
  });
});

describe('the customer', () => {
  it('is fixed: lists contain only its own keys, and naming another is refused', async () => {
    const slug = await workspace(fixture);
    const { key: mine } = await domain.issue(admin, slug, { customer: 'x', name: 'mine' });
    const { key: theirs } = await domain.issue(admin, slug, { customer: 'y', name: 'theirs' });
    const call = await portal(slug, { customer: 'x' });
    for (const query of ['', '?q=s', `?q=${theirs.id}`, `?q=${theirs.ending}`, '?customer=x']) {
      const { text } = await call('GET', `/keys${query}`);
      assert.ok(!text.includes(theirs.id), query);
    }
    assert.deepEqual(
      (await call('GET', '/keys')).json.items.map(({ id }: { id: string }) => id),
      [mine.id],
    );
    for (const [method, path, body] of [
      ['GET', '/keys?customer=y', undefined],
      ['GET', '/audit?customer=y', undefined],
      ['POST', '/keys', { customer: 'y' }],
    ] as const) {
      const { status, json } = await call(method, path, body);
      assert.deepEqual([path, status, json.code], [path, 403, 'customer_not_allowed']);
    }
    for (const path of ['/audit', `/audit?keyId=${theirs.id}`, '/audit?action=key.issue', '/audit?after=0']) {
      const { json } = await call('GET', path);
      for (const row of json.items) assert.notEqual(row.keyId, theirs.id);
    }
  });
  it('is created with its first session, with the name that the producer gives', async () => {
    const slug = await workspace(fixture);
    const info = (
      await (
        await portal(slug, { customer: 'new', customerName: 'Néw & Co' })
      )('GET', '/v1/session')
    ).json;
    assert.deepEqual(info.customer, { id: 'new', name: 'Néw & Co', state: 'active' });
    assert.deepEqual(info.actor, { id: 'new', name: 'Néw & Co' });
    assert.equal((await domain.customer(slug, 'new')).name, 'Néw & Co');
  });
});

describe('the history', () => {
  it("shows who did what, and nothing about the producer's people", async () => {
    const slug = await workspace(fixture);
    const { key } = await domain.issue({ ...admin, person: { id: 'p', name: 'Paul Producer' } }, slug, {
      customer: 'x',
    });
    const call = await portal(slug, { customer: 'x', actor: { id: 'u_7', name: 'Ada' } });
    await call('POST', `/keys/${key.id}/revoke`, { reason: 'lost' });
    const { json, text } = await call('GET', '/audit');
    const [revoked, , , issued] = json.items;
    assert.deepEqual(
      [revoked.action, revoked.actorName, revoked.texts.actorId, revoked.texts.reason],
      ['key.revoke', 'Ada', 'u_7', 'lost'],
    );
    assert.deepEqual(revoked.details, { via: 'portal' });
    assert.deepEqual([issued.action, issued.actorName], ['key.issue', null]);
    assert.doesNotMatch(text, /Paul|192\.0\.2\.1|127\.0\.0\.1|address/);
    for (const row of json.items) assert.equal(row.salt, null);
    const [full] = (await domain.audit(slug, { action: 'key.issue' }, 'all')).items;
    assert.deepEqual([full?.actorName, full?.texts?.['address']], ['Paul Producer', '192.0.2.1']);
  });
  it('can be filtered by actor and time', async () => {
    const slug = await workspace(fixture);
    clock.now += 10_000;
    const since = clock.now;
    const { key } = await domain.issue(admin, slug, { customer: 'x' });
    clock.now += 10_000;
    const until = clock.now;
    await domain.revoke({ id: 'ses_other', address: null, view: 'all' }, slug, key.id);
    const actions = async (filter: object) =>
      (await domain.audit(slug, filter, 'all')).items.map(({ action }) => action);
    assert.deepEqual(await actions({ since, until }), ['key.issue']);
    assert.deepEqual(await actions({ since: until }), ['key.revoke']);
    assert.deepEqual(await actions({ actor: 'ses_other' }), ['key.revoke']);
    assert.deepEqual(await actions({ customer: 'x' }), ['key.revoke', 'key.issue']);
    assert.deepEqual(await actions({ customer: 'nobody' }), []);
  });
});
