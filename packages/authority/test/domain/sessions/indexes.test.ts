import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { audit } from '../../../src/domain/audit/read.ts';
import type { Context } from '../../../src/domain/context.ts';
import { customer } from '../../../src/domain/customers/customers.ts';
import { countEndedKeys, listKeys } from '../../../src/domain/keys/list.ts';
import { listSessions } from '../../../src/domain/sessions/list.ts';
import { keyUsage } from '../../../src/domain/usage/read.ts';
import { openFixture, workspace } from '../../support/fixture.ts';
import { plansOf } from '../../support/plans.ts';
import { signIn } from '../../support/sessions.ts';

const fixture = await openFixture();
const { domain, admin, context } = fixture;
const slug = await workspace(fixture);
const { key } = await domain.issue(admin, slug, { customer: 'x', name: 'CI' });
await signIn(fixture, slug, { customer: 'x' });
const pin = new Uint8Array(32);
const within = { customer: 'x', scopes: null, claims: {}, maxKeys: null };

/** SQLite's query plan for every query that `work` runs on the store. */
async function planTextsOf(work: (context: Context) => Promise<unknown>): Promise<readonly string[]> {
  const plans = await plansOf(fixture.store.read, (read) =>
    work({ ...context, store: { ...fixture.store, read } }),
  );
  return plans.map((steps) => steps.join('; '));
}

// With a million keys in the workspace, a page of fifty must not scan the others: each list walks an index in its order.
describe('a page of a list walks an index in its order, however many rows there are', () => {
  for (const [name, index, work, at = -1] of [
    ['keys of a workspace', 'keys_by_workspace', (item) => listKeys(item, slug, {}, 'all')],
    ['keys of a portal session', 'keys_by_customer', (item) => listKeys(item, slug, {}, within)],
    [
      'keys of a customer',
      'keys_by_customer',
      (item) => listKeys(item, slug, { customer: 'x', q: 'CI' }, 'all'),
    ],
    [
      'revoked keys of a workspace',
      'keys_revoked',
      (item) => countEndedKeys(item, slug, undefined, 'all'),
      -2,
    ],
    [
      'expired keys of a workspace',
      'keys_unrevoked_by_expiry',
      (item) => countEndedKeys(item, slug, undefined, 'all'),
    ],
    ['revoked keys of a customer', 'keys_revoked', (item) => countEndedKeys(item, slug, 'x', 'all'), -2],
    ['expired keys of a customer', 'keys_live_by_customer', (item) => countEndedKeys(item, slug, 'x', 'all')],
    ['the next page', 'keys_by_customer', (item) => listKeys(item, slug, { cursor: 'OTk' }, within)],
    ['history of a portal session', 'audit_texts_by_customer', (item) => audit(item, slug, {}, within)],
    ['history of a key', 'audit_by_key', (item) => audit(item, slug, { keyId: key.id }, 'all')],
    [
      'history of a key in a portal session',
      'audit_by_key',
      (item) => audit(item, slug, { keyId: key.id, action: 'key.issue', since: 1 }, within),
    ],
    [
      'all that the audit log says of a key',
      'audit_by_key',
      ({ store }) => store.read.audit.ofKey(1, key.id),
    ],
    ['keys to bind', 'audit_by_key', ({ store }) => store.read.keys.unbound(1, 0, 10)],
    [
      'uses of a key',
      'PRIMARY KEY',
      (item) => keyUsage(item, slug, key.id, { days: 30, timeZone: 'UTC' }, 'all'),
    ],
    ['the count of live keys', 'keys_live_by_customer', (item) => customer(item, slug, 'x')],
    ['a key by its pin', 'keys_by_pin_start', ({ store }) => store.read.keys.byPin(pin)],
    ['keys by their pins', 'keys_by_pin_start', ({ store }) => store.read.keys.byPins([pin, pin])],
    ['portal sessions', 'sessions_by_workspace', (item) => listSessions(item, slug, {})],
  ] as readonly (readonly [string, string, (context: Context) => Promise<unknown>, number?])[]) {
    it(name, async () => {
      const plans = await planTextsOf(work);
      const last = plans.at(at) ?? '';
      assert.ok(last.includes(index), last);
      for (const plan of plans) assert.doesNotMatch(plan, /\bSCAN\b|TEMP B-TREE FOR ORDER BY/, plan);
    });
  }
});
