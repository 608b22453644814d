import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { AuthorityError, type ErrorCode } from '../../../src/errors.ts';
import { administrator, openFixture, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin } = fixture;
// Generating an RSA pair takes at least a tenth of a second: long enough to revoke the caller in the meantime.
const slug = await workspace(fixture, { algorithm: 'RS256' });
const inputs = Array.from({ length: 8 }, () => ({ customer: 'x' }));

async function byKey() {
  const { key } = await administrator(fixture, { scopes: ['keys:write', 'portal:write'] });
  const actor: Actor = { id: key.id, address: null, view: 'all', scopes: key.scopes };
  return { actor, end: () => domain.revoke(admin, 'lostwax', key.id), code: 'invalid_key' as const };
}

async function byPerson() {
  const login = 'ada';
  await domain.people.put(admin, login, { roles: [{ workspace: slug, role: 'operator' }] });
  const { id = '' } = (await domain.people.list()).find((person) => person.login === login) ?? {};
  const actor: Actor = {
    id: `person:${id}`,
    address: null,
    view: 'all',
    via: 'console',
    scopes: ['keys:write'],
  };
  const roles = [{ workspace: slug, role: 'viewer' as const }];
  return { actor, end: () => domain.people.put(admin, login, { roles }), code: 'session_ended' as const };
}

async function bySession() {
  const { actor: opener, end } = await byKey();
  const opened = await domain.sessions.openPortal(opener, slug, { customer: 'x', embed: true });
  const bounds = { customer: 'x', scopes: null, claims: {}, maxKeys: null };
  const actor: Actor = { id: opened.id, address: null, via: 'portal', view: bounds, openedBy: opener.id };
  return { actor, end, code: 'session_ended' as const };
}

/** The requests during which the caller's key or session ends. */
async function meanwhile<T>(
  ask: () => Promise<T>,
  end: () => Promise<unknown>,
  code: ErrorCode,
): Promise<void> {
  const asked = ask().then(
    () => undefined,
    (error: unknown) => error,
  );
  await end();
  const before = (await domain.listKeys(slug, { limit: 500 }, 'all')).items.length;
  const error = await asked;
  assert.ok(error instanceof AuthorityError, String(error));
  assert.equal(error.code, code);
  assert.equal(
    (await domain.listKeys(slug, { limit: 500 }, 'all')).items.length,
    before,
    'no key after the answer',
  );
}

describe('a caller whose access ends while keys are being created', () => {
  for (const [name, make] of Object.entries({ byKey, byPerson, bySession })) {
    it(`can no longer issue: ${name}`, async () => {
      const { actor, end, code } = await make();
      await meanwhile(() => domain.issueMany(actor, slug, inputs), end, code);
    });
    it(`can no longer rotate: ${name}`, async () => {
      const { actor, end, code } = await make();
      const { key } = await domain.issue(admin, slug, { customer: 'x' });
      await meanwhile(() => domain.rotate(actor, slug, key.id, {}), end, code);
      assert.equal((await domain.key(slug, key.id, 'all')).replacedBy, null);
    });
  }
});
