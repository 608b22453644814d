import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { NewKey } from '../../src/domain/keys/types.ts';
import type { PortalAct } from '../../src/domain/sessions/types.ts';
import { administrator, workspace } from '../support/fixture.ts';
import { type Answer, openHttpFixture } from '../support/http.ts';
import { signIn, signInWithRole } from '../support/sessions.ts';

const fixture = await openHttpFixture();
const { domain, admin, clock } = fixture;
const DAY = 86_400_000;

/** Someone who may rotate, with whichever credential. */
interface Rotator {
  readonly name: string;
  readonly mayCreate: boolean;
  readonly key: string | null;
  readonly headers: readonly string[];
}

const slug = await workspace(fixture);
const other = await workspace(fixture);

async function byKey(scopes: readonly string[], mayCreate: boolean): Promise<Rotator> {
  const { token } = await administrator(fixture, { scopes });
  return { name: scopes.join(' '), mayCreate, key: token, headers: [] };
}

async function bySession(can: readonly PortalAct[], mayCreate: boolean, embed: boolean): Promise<Rotator> {
  const { headers } = await signIn(fixture, slug, { customer: 'a', can, embed });
  return { name: `session ${can.join(' ')} ${embed}`, mayCreate, key: null, headers };
}

const operator = await signInWithRole(fixture, { workspace: slug, role: 'operator' });
const rotators: readonly Rotator[] = [
  await byKey(['keys:rotate'], false),
  await byKey([`keys:rotate@${slug}`], false),
  await byKey([`keys:rotate@${slug}`, `keys:create@${other}`], false),
  await byKey(['keys:rotate', 'keys:read', 'keys:revoke', 'portal:write', 'usage:write', 'feed:read'], false),
  await bySession(['view', 'rotate'], false, false),
  await bySession(['rotate'], false, true),
  await bySession(['rotate', 'revoke', 'view'], false, false),
  await byKey(['admin'], true),
  await byKey([`keys:write@${slug}`], true),
  await byKey([`keys:rotate@${slug}`, `keys:create@${slug}`], true),
  await bySession(['rotate', 'create'], true, false),
  { name: 'operator', mayCreate: true, key: null, headers: operator.headers },
];

function post({ key, headers }: Rotator, path: string, body: unknown, extra: readonly string[] = []) {
  const what = { method: 'POST', path: `/v1/workspaces/${slug}/keys/${path}`, body };
  return fixture.send({ ...what, key, headers: [...headers, ...extra] });
}

async function issue(input: Partial<NewKey> = {}) {
  const claims = { plan: 'trial' };
  const expiresAt = clock.now + 7 * DAY;
  const made = { customer: 'a', scopes: ['trial:read', 'b'], claims, expiresAt, ...input };
  return (await domain.issue(admin, slug, made)).key;
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

describe('a rotation that would widen', () => {
  const wider = (): readonly (readonly [string, object])[] => [
    ['/scopes', { scopes: ['trial:read', 'billing:write'] }],
    ['/scopes', { scopes: ['admin'], expiresAt: null }],
    ['/expiresAt', { expiresAt: null }],
    ['/expiresAt', { expiresAt: time(clock.now + 7 * DAY + 2_000) }],
    ['/expiresAt', { scopes: ['b'], expiresAt: '9999-12-31T23:59:59Z' }],
  ];
  for (const rotator of rotators) {
    it(`${rotator.name}: ${rotator.mayCreate ? 'allowed' : 'refused'}`, async () => {
      for (const [pointer, body] of wider()) {
        const old = await issue();
        const state = await fixture.state();
        const answer = await post(rotator, `${old.id}/rotate`, body);
        if (rotator.mayCreate) {
          assert.equal(answer.status, 201, answer.text);
          continue;
        }
        const { code, scope } = answer.json;
        assert.deepEqual(
          [answer.status, code, answer.json.pointer, scope],
          [403, 'insufficient_scope', pointer, `keys:create@${slug}`],
        );
        assert.equal(await fixture.state(), state, 'nothing changed');
      }
    });
  }
  it('different claims need the permission too, since it is unknown which grant more', async () => {
    for (const rotator of rotators.filter(({ key }) => key !== null)) {
      for (const claims of [{ plan: 'gold' }, {}, { plan: 'trial', more: true }]) {
        const { status, json } = await post(rotator, `${(await issue()).id}/rotate`, { claims });
        assert.equal(status, rotator.mayCreate ? 201 : 403, rotator.name);
        if (!rotator.mayCreate)
          assert.deepEqual([json.code, json.pointer], ['insufficient_scope', '/claims']);
      }
      const same = await post(rotator, `${(await issue()).id}/rotate`, { claims: { plan: 'trial' } });
      assert.equal(same.status, 201, rotator.name);
    }
  });
  it('of a key that never expires, or with the same scopes, does not count as widening', async () => {
    for (const rotator of rotators) {
      const old = await issue({ expiresAt: undefined });
      const body = { scopes: ['b', 'trial:read'], expiresAt: null, name: 'new' };
      const { json, status } = await post(rotator, `${old.id}/rotate`, body);
      assert.deepEqual([status, json.key?.expiresAt], [201, null], rotator.name);
    }
  });
});

it('no request without the permission to create yields more, however often it rotates', async () => {
  const limited = rotators.filter(({ mayCreate }) => !mayCreate);
  const step = fc.record(
    {
      by: fc.nat(limited.length - 1),
      pass: fc.constantFrom(0, 700, 1_500),
      scopes: fc.option(fc.subarray(['trial:read', 'b', 'admin', 'c']), { nil: undefined }),
      claims: fc.option(fc.constantFrom({ plan: 'trial' }, { plan: 'gold' }, {}), { nil: undefined }),
      days: fc.option(fc.constantFrom(null, 1, 6, 7, 8, 400), { nil: undefined }),
      after: fc.constantFrom('nothing', 'cancel', 'lengthen', 'cancel and lengthen'),
    },
    { requiredKeys: ['by', 'pass', 'after'] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      let current = await issue();
      for (const { by, pass, scopes, claims, days, after } of steps) {
        clock.now += pass;
        const rotator = limited[by] as Rotator;
        const expiresAt = typeof days === 'number' ? time(clock.now + days * DAY) : days;
        const body = { scopes, expiresAt, ...(rotator.key !== null && { claims }) };
        const { json, status } = await post(rotator, `${current.id}/rotate`, body);
        if (status === 201) {
          assert.ok(json.key.scopes.every((scope: string) => current.scopes.includes(scope)));
          assert.deepEqual(json.key.claims, current.claims);
          assert.ok(Date.parse(json.key.expiresAt) <= clock.now + 7 * DAY);
        }
        if (after.includes('lengthen'))
          await post(rotator, `${current.id}/rotation`, { endsAt: time(clock.now + 6 * DAY) });
        if (after.includes('cancel')) await post(rotator, `${current.id}/rotation`, { cancel: true });
        const kept = await domain.key(slug, current.id, 'all');
        const next = status === 201 ? await domain.key(slug, json.key.id, 'all') : undefined;
        current = next?.state === 'active' ? next : kept;
        if (current.state !== 'active') return;
      }
    }),
    { numRuns: 40 },
  );
});

describe('undoing a rotation or extending its overlap', () => {
  it('is refused if the successor has less and the permission to create is missing', async () => {
    const less: readonly object[] = [{ scopes: ['b'] }, { claims: {} }, { expiresAt: time(clock.now + DAY) }];
    for (const rotator of rotators) {
      for (const narrower of less) {
        const old = await issue();
        await domain.rotate(admin, slug, old.id, {
          ...narrower,
          ...('expiresAt' in narrower && { expiresAt: clock.now + DAY }),
          overlapSeconds: 3_600,
        });
        const longer = await post(rotator, `${old.id}/rotation`, { endsAt: time(clock.now + 2 * DAY) });
        const undone = await post(rotator, `${old.id}/rotation`, { cancel: true });
        const wanted = rotator.mayCreate ? 200 : 403;
        assert.deepEqual([longer.status, undone.status], [wanted, wanted], `${rotator.name} ${undone.text}`);
        if (!rotator.mayCreate) assert.equal(undone.json.code, 'insufficient_scope');
        const shorter = await post(rotator, `${old.id}/rotation`, { endsAt: time(clock.now + 60_000) });
        assert.equal(shorter.status, rotator.mayCreate ? 409 : 200, 'ending earlier takes nothing more');
      }
    }
  });
  it('is allowed if both are the same', async () => {
    for (const rotator of rotators) {
      const old = await issue();
      await post(rotator, `${old.id}/rotate`, { overlapSeconds: 60 });
      const longer = await post(rotator, `${old.id}/rotation`, { endsAt: time(clock.now + DAY) });
      assert.equal(longer.status, 200, longer.text);
      const undone = await post(rotator, `${old.id}/rotation`, { cancel: true });
      assert.deepEqual(
        [undone.status, undone.json.expiresAt],
        [200, time(old.expiresAt as number).replace('.000Z', 'Z')],
      );
    }
  });
});

it('what was widened in the meantime is checked again in the transaction', async () => {
  const [rotator] = rotators;
  assert.ok(rotator);
  for (let n = 0; n < 5; n += 1) {
    const old = await issue();
    const outcomes = await Promise.all([
      post(rotator, `${old.id}/rotate`, { expiresAt: time(clock.now + 7 * DAY) }),
      domain.updateKey(admin, slug, old.id, { expiresAt: clock.now + 3_600_000 }),
    ]);
    const rotated: Answer = outcomes[0];
    const before = await domain.key(slug, old.id, 'all');
    // Either it came first or it is refused: a successor never outlives the key's remaining lifetime.
    if (rotated.status === 201) assert.ok(before.replacedBy !== null);
    else assert.equal(rotated.json.code, 'insufficient_scope');
  }
});

it('a repeat of a refused rotation is a new request', async () => {
  const [rotator, , , , , , , creator] = rotators;
  assert.ok(rotator && creator);
  const old = await issue();
  const header = ['idempotency-key', 'again'];
  const body = { scopes: ['admin'] };
  for (let n = 0; n < 2; n += 1) {
    const refused = await post(rotator, `${old.id}/rotate`, body, header);
    assert.equal(refused.json.code, 'insufficient_scope');
  }
  assert.equal((await post(creator, `${old.id}/rotate`, body, header)).status, 201);
});

describe("the scope of an administrator's key for one workspace", () => {
  it('names one that exists', async () => {
    const path = '/v1/workspaces/lostwax/keys';
    for (const scope of ['keys:write@nosuch', 'admin@nosuch', `x@${slug}`]) {
      const body = { customer: 'jane', scopes: ['keys:read', scope] };
      const { json } = await fixture.refused({ method: 'POST', path, body }, 400, 'scope_not_allowed');
      assert.equal(json.pointer, '/scopes');
      const batch = await fixture.send({ method: 'POST', path: `${path}:batch`, body: { items: [body] } });
      assert.equal(batch.json.items[0].problem.code, 'scope_not_allowed');
    }
    const { key } = await administrator(fixture, { scopes: [`keys:read@${slug}`] });
    const rotate = {
      method: 'POST',
      path: `${path}/${key.id}/rotate`,
      body: { scopes: ['keys:write@nosuch'] },
    };
    await fixture.refused(rotate, 400, 'scope_not_allowed');
  });
});
