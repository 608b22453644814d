import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NewPortalSession } from '../../../src/domain/sessions/types.ts';
import { administrator, withCode, workspace } from '../../support/fixture.ts';
import { type Answer, openHttpFixture } from '../../support/http.ts';
import { signIn, signInWithRole } from '../../support/sessions.ts';

const fixture = await openHttpFixture();
const { domain, admin, clock } = fixture;
const DAY = 86_400_000;
const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A workspace with a key of customer x, and calls about it from a portal session of x. */
async function open(input: Partial<NewPortalSession> = {}) {
  const slug = await workspace(fixture);
  const { key } = await domain.issue(admin, slug, { customer: 'x', scopes: ['a'] });
  const { headers } = await signIn(fixture, slug, { customer: 'x', ...input });
  const call = (tail: string, body?: unknown): Promise<Answer> =>
    fixture.send({
      method: 'POST',
      path: `/v1/workspaces/${slug}/keys/${key.id}/${tail}`,
      key: null,
      headers,
      body,
    });
  return { slug, key, call, stateOf: async () => (await domain.key(slug, key.id, 'all')).state };
}

describe('what the producer disabled', () => {
  it('cannot be enabled by the customer, and the record shows who disabled it', async () => {
    const { slug, key, call, stateOf } = await open();
    assert.equal((await domain.disable(admin, slug, key.id)).disabledBy, 'producer');
    const refused = await call('enable');
    assert.deepEqual([refused.status, refused.json.code], [409, 'disabled_by_producer']);
    assert.equal(await stateOf(), 'disabled');
    assert.equal((await domain.enable(admin, slug, key.id)).disabledBy, null);
  });
  it('stays disabled even if the customer disabled it before or afterwards', async () => {
    const { slug, key, call } = await open();
    assert.equal((await call('disable')).json.disabledBy, 'customer');
    assert.equal((await domain.disable(admin, slug, key.id)).disabledBy, 'producer');
    assert.equal((await call('disable')).json.disabledBy, 'producer');
    assert.equal((await call('enable')).json.code, 'disabled_by_producer');
    const { items } = await domain.audit(slug, { keyId: key.id, action: 'key.disable' }, 'all');
    assert.deepEqual(
      items.map(({ actor }) => actor === admin.id),
      [true, false],
      'each that changed something is in the audit',
    );
  });
  it('can be enabled by the customer if the customer disabled it; also by the producer', async () => {
    const { slug, key, call, stateOf } = await open();
    await call('disable');
    assert.equal((await call('enable')).json.state, 'active');
    await call('disable');
    await domain.enable(admin, slug, key.id);
    assert.equal(await stateOf(), 'active');
  });
  it('applies to every access of the producer: console and roles', async () => {
    const { slug, key, call } = await open();
    const { headers } = await signInWithRole(fixture, { workspace: slug, role: 'support' });
    const path = `/v1/workspaces/${slug}/keys/${key.id}`;
    const disabled = await fixture.send({ method: 'POST', path: `${path}/disable`, key: null, headers });
    assert.equal(disabled.json.disabledBy, 'producer');
    assert.equal((await call('enable')).json.code, 'disabled_by_producer');
  });
  it('a successor disabled this way cannot be exchanged for its predecessor', async () => {
    const { slug, key, call } = await open();
    const { key: successor } = await domain.rotate(admin, slug, key.id, { overlapSeconds: 3_600 });
    await domain.disable(admin, slug, successor.id);
    for (const body of [{ cancel: true }, { endsAt: time(clock.now + DAY) }])
      assert.equal((await call('rotation', body)).json.code, 'disabled_by_producer');
    assert.equal((await call('rotation', { endsAt: time(clock.now + 60_000) })).status, 200);
    assert.equal((await call('rotation', { end: true })).json.state, 'expired');
  });
  it('a predecessor disabled this way cannot be revived by the customer', async () => {
    const { slug, key, call } = await open();
    await domain.rotate(admin, slug, key.id, { overlapSeconds: 3_600 });
    await domain.disable(admin, slug, key.id);
    assert.equal((await call('rotation', { cancel: true })).json.code, 'disabled_by_producer');
    await domain.changeRotation(admin, slug, key.id, { cancel: true });
  });
});

describe('while the customer is suspended', () => {
  it('no one can revive a key, so that none becomes active when the customer is resumed', async () => {
    const { slug, key, call, stateOf } = await open();
    await call('disable');
    await domain.updateCustomer(admin, slug, 'x', { state: 'suspended' });
    assert.equal((await call('enable')).json.code, 'customer_suspended');
    await assert.rejects(domain.enable(admin, slug, key.id), withCode('customer_suspended'));
    await domain.updateCustomer(admin, slug, 'x', { state: 'active' });
    assert.equal(await stateOf(), 'disabled');
    await call('enable');
    await domain.rotate(admin, slug, key.id, { overlapSeconds: 3_600 });
    await domain.updateCustomer(admin, slug, 'x', { state: 'suspended' });
    for (const body of [{ cancel: true }, { endsAt: time(clock.now + DAY) }])
      assert.equal((await call('rotation', body)).json.code, 'customer_suspended');
    await domain.updateCustomer(admin, slug, 'x', { state: 'active' });
    assert.equal((await call('rotation', { cancel: true })).status, 200);
  });
  it('it can still end its keys', async () => {
    const { slug, call } = await open();
    await domain.updateCustomer(admin, slug, 'x', { state: 'suspended' });
    assert.equal((await call('disable')).status, 200);
    assert.equal((await call('revoke')).json.state, 'revoked');
  });
});

describe('an overlap', () => {
  it('ends at most 90 days after the rotation, however often it is moved, so that maxKeys holds', async () => {
    const { slug, key, call } = await open({ maxKeys: 1 });
    const begun = clock.now;
    await call('rotate', { overlapSeconds: 60 });
    const { headers } = await signIn(fixture, slug, { customer: 'x', maxKeys: 1 });
    const path = `/v1/workspaces/${slug}/keys/${key.id}/rotation`;
    const move = (endsAt: number) =>
      fixture.send({ method: 'POST', path, key: null, headers, body: { endsAt: time(endsAt) } });
    assert.equal((await move(begun + 90 * DAY)).status, 200);
    clock.now += 600_000;
    for (const by of [1_000, 600_000, DAY, 90 * DAY])
      assert.equal((await move(begun + 90 * DAY + by)).json.code, 'expiry_not_allowed');
    assert.equal((await move(begun + 89 * DAY)).status, 200);
    await assert.rejects(
      domain.changeRotation(admin, slug, key.id, { endsAt: begun + 91 * DAY }),
      withCode('expiry_not_allowed'),
    );
  });
});

describe('a portal session ends with what opened it', () => {
  const ask = (headers: readonly string[]) =>
    fixture.send({ method: 'GET', path: '/v1/session', key: null, headers });

  /** Sessions in both forms, opened with a key that can do nothing else, and one that hasn't been exchanged yet. */
  async function opened(slug: string, expiresAt?: number) {
    const opener = await administrator(fixture, {
      customer: 'backend',
      scopes: [`portal:write@${slug}`],
      expiresAt,
    });
    const as = { ...fixture, admin: { ...admin, id: opener.key.id } };
    const cookie = await signIn(as, slug, { customer: 'x' });
    const embedded = await signIn(as, slug, { customer: 'x', embed: true });
    const link = await domain.sessions.openPortal(as.admin, slug, { customer: 'x' });
    assert.ok('url' in link);
    const [header] = (await ask(cookie.headers)).json.can;
    assert.equal(header, 'view');
    return { opener, cookie, embedded, code: new URL(link.url).hash.slice(1) };
  }

  const ends: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
    revoked: (id) => domain.revoke(admin, 'lostwax', id),
    disabled: (id) => domain.disable(admin, 'lostwax', id),
    'revoked with others': (id) =>
      domain.revokeMany(admin, 'lostwax', { customer: 'backend' }, { dryRun: false }).then(() => id),
    suspended: () => domain.updateCustomer(admin, 'lostwax', 'backend', { state: 'suspended' }),
    'rotated without overlap': (id) => domain.rotate(admin, 'lostwax', id, { overlapSeconds: 0 }),
  };
  for (const [name, end] of Object.entries(ends)) {
    it(`a key that is ${name}; others remain`, async () => {
      const slug = await workspace(fixture);
      const others = await signIn(fixture, slug, { customer: 'x' });
      const { opener, cookie, embedded, code } = await opened(slug);
      await end(opener.key.id);
      for (const { headers } of [cookie, embedded])
        assert.equal((await ask(headers)).json.code, 'session_ended');
      await assert.rejects(domain.sessions.exchange(null, slug, code), withCode('code_invalid'));
      const { items } = await domain.sessions.list(slug, {});
      assert.deepEqual(
        items.map(({ id }) => id),
        [others.id],
      );
      assert.equal((await ask(others.headers)).status, 200);
      if (name === 'disabled') {
        await domain.enable(admin, 'lostwax', opener.key.id);
        assert.equal((await ask(cookie.headers)).json.code, 'session_ended', 'ended is ended');
      }
      await domain.updateCustomer(admin, 'lostwax', 'backend', { state: 'active' });
    });
  }
  it('an expired key, at once and not when it is noticed', async () => {
    const slug = await workspace(fixture);
    const { cookie } = await opened(slug, clock.now + 10_000);
    clock.now += 10_000;
    assert.equal((await ask(cookie.headers)).json.code, 'session_ended');
    await fixture.pass(0);
    assert.deepEqual((await domain.sessions.list(slug, {})).items, []);
  });
  it('a person who is removed or may no longer open sessions', async () => {
    const slug = await workspace(fixture);
    const person = await signInWithRole(fixture, { workspace: slug, role: 'operator' });
    const opening = async () => {
      const path = `/v1/workspaces/${slug}/portal-sessions`;
      const body = { customer: 'x', embed: true };
      const { json } = await fixture.send({ method: 'POST', path, key: null, headers: person.headers, body });
      return ['authorization', `Bearer ${json.token}`];
    };
    const first = await opening();
    assert.equal((await ask(first)).status, 200);
    await domain.people.put(admin, person.login, { roles: [{ workspace: slug, role: 'support' }] });
    assert.equal((await ask(first)).json.code, 'session_ended');
    await domain.people.put(admin, person.login, { roles: [{ workspace: slug, role: 'operator' }] });
    assert.equal((await ask(first)).json.code, 'session_ended', 'ended is ended');
    const second = await opening();
    assert.equal((await ask(second)).status, 200);
    await domain.people.remove(admin, person.login, false);
    assert.equal((await ask(second)).json.code, 'session_ended');
  });
  it('a console session of a key that was disabled does not come back with it', async () => {
    const { key, token } = await administrator(fixture, { scopes: ['keys:read'] });
    const headers = ['Origin', 'https://keys.test.example', 'Authorization', `Bearer ${token}`];
    const signedIn = await fixture.send({ method: 'POST', path: '/v1/console/sign-in', key: null, headers });
    assert.equal(signedIn.status, 201, signedIn.text);
    const [cookie = ''] = String(signedIn.headers['set-cookie']).split(';');
    const own = [
      'cookie',
      cookie,
      'x-lostwax-session',
      signedIn.json.id,
      'origin',
      'https://keys.test.example',
    ];
    assert.equal((await ask(own)).status, 200);
    await domain.disable(admin, 'lostwax', key.id);
    await domain.enable(admin, 'lostwax', key.id);
    assert.equal((await ask(own)).json.code, 'session_ended');
  });
});

describe('the creator of a key', () => {
  it('is someone who can be named, and all keys of a creator can be revoked', async () => {
    const slug = await workspace(fixture);
    const opener = await administrator(fixture, { scopes: [`portal:write@${slug}`, `keys:create@${slug}`] });
    const path = `/v1/workspaces/${slug}`;
    const send = (tail: string, body: unknown, who: { key?: string | null; headers?: readonly string[] }) =>
      fixture.send({ method: 'POST', path: path + tail, body, ...who });
    const session = (await send('/portal-sessions', { customer: 'x', embed: true }, { key: opener.token }))
      .json;
    const portal = { key: null, headers: ['authorization', `Bearer ${session.token}`] };
    const inPortal = (await send('/keys', { customer: 'x' }, portal)).json.key;
    const rotated = (await send(`/keys/${inPortal.id}/rotate`, {}, portal)).json.key;
    const itself = (await send('/keys', { customer: 'y' }, { key: opener.token })).json.key;
    assert.deepEqual(
      [inPortal, rotated, itself].map(({ createdBy, createdIn }) => [createdBy, createdIn]),
      [
        [opener.key.id, session.id],
        [opener.key.id, session.id],
        [opener.key.id, null],
      ],
    );
    const { key: foreign } = await domain.issue(admin, slug, { customer: 'x' });
    const [entry] = (await domain.audit(slug, { keyId: inPortal.id, action: 'key.issue' }, 'all')).items;
    assert.equal(entry?.actor, session.id, 'the audit names the session itself');

    const revoke = (body: object) => send('/keys:revoke', body, {}).then(({ json }) => json);
    assert.equal((await revoke({ createdBy: session.id, dryRun: true })).count, 2);
    const done = await revoke({ createdBy: opener.key.id });
    assert.deepEqual(new Set(done.keyIds), new Set([inPortal.id, rotated.id, itself.id]));
    assert.equal((await domain.key(slug, foreign.id, 'all')).state, 'active');
  });
  it('a person is named by login or id', async () => {
    const slug = await workspace(fixture);
    const person = await signInWithRole(fixture, { workspace: slug, role: 'operator' });
    const path = `/v1/workspaces/${slug}/keys`;
    const body = { customer: 'x' };
    await fixture.send({ method: 'POST', path, key: null, headers: person.headers, body });
    const { id = '' } = (await domain.people.list()).find(({ login }) => login === person.login) ?? {};
    for (const createdBy of [person.login, id, `person:${id}`]) {
      const found = { createdBy, dryRun: true };
      const { json } = await fixture.send({ method: 'POST', path: `${path}:revoke`, body: found });
      assert.equal(json.count, 1, createdBy);
    }
  });
});
