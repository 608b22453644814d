/** The pages' statements about usage and about ending an old key never go beyond what is known. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Key } from '@lostwax/client';
import { adviceOf } from '../src/keys/advice.ts';
import { isNeverUsed, quietFor } from '../src/keys/known-use.ts';
import { warningsOf } from '../src/keys/warnings-of.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.parse('2030-06-30T12:00:00Z');
const at = (ago: number): string => new Date(now - ago).toISOString();

const base: Key = {
  ...{ id: 'acme_7f_old', workspace: 'acme', customer: 'c', name: null, ending: 'x7Qf2w', method: 'signed' },
  ...{ scopes: [], claims: {}, metadata: {}, createdBy: 'k', revokedAt: null, revocationReason: null },
  ...{
    clientAuthentication: null,
    imported: false,
    createdIn: null,
    disabledBy: null,
    replaces: null,
    originalExpiresAt: null,
    replacedBy: null,
    expiresAt: at(-30 * DAY),
    state: 'active',
  },
  createdAt: at(100 * DAY),
  lastUsedAt: at(3 * DAY),
  usageTracking: 'full',
  usageKnown: { since: at(200 * DAY), until: at(20_000) },
  propagation: { effect: 'accepted', seen: 1, of: 1, since: at(DAY), latest: null },
};
const old = { ...base, replacedBy: 'acme_7f_new' };
const successor: Key = {
  ...base,
  id: 'acme_7f_new',
  replaces: old.id,
  createdAt: at(2 * DAY),
  lastUsedAt: null,
};

describe('Advice on ending the old key of a rotation', () => {
  const of = (change: Partial<Key> = {}, changeOfNew: Partial<Key> = {}, fresh = true): string =>
    adviceOf({ ...old, ...change }, { ...successor, ...changeOfNew }, fresh).is;

  it('says safe only if the key is known to have been unused for a day, or never used', () => {
    assert.equal(of(), 'safe');
    const short = { createdAt: at(HOUR) };
    assert.equal(of({}, short), 'notYetUsed');
    assert.equal(of({ lastUsedAt: null }, short), 'safe', 'never used at all');
  });

  it('never says safe if the new key is not accepted, regardless of usage', () => {
    for (const state of ['revoked', 'disabled', 'expired'] as const) {
      assert.equal(of({}, { state }), 'onlyOld');
      assert.equal(of({ lastUsedAt: null }, { state }), 'onlyOld');
      assert.equal(of({ lastUsedAt: at(0) }, { state }), 'onlyOld');
    }
    const refused = { ...successor.propagation, effect: 'refused' as const };
    assert.equal(of({}, { propagation: refused }), 'neither', 'as of a customer that is suspended');
    const reaching = { ...successor.propagation, since: null };
    assert.equal(of({}, { propagation: reaching }), 'reaching');
  });

  it('never says safe while usage since the rotation may not have been reported yet', () => {
    assert.equal(of({}, { createdAt: at(5_000) }), 'tooEarly');
    assert.equal(of({ lastUsedAt: null }, { createdAt: at(5_000) }), 'tooEarly');
    assert.equal(of({ usageKnown: null }), 'tooEarly', 'no gate has reported since the authority started');
  });

  it('never says safe if not all usage is reported, or was not at the time', () => {
    for (const usageTracking of ['none', 'partial'] as const)
      assert.equal(of({ usageTracking, usageKnown: null }), 'unknownUse');
    assert.equal(of({ usageKnown: { since: at(DAY), until: at(0) } }), 'unknownUse');
  });

  it('counts a reported use, however little else is known', () => {
    for (const usageTracking of ['none', 'partial', 'full'] as const)
      assert.equal(of({ usageTracking, usageKnown: null, lastUsedAt: at(HOUR) }), 'stillUsed');
  });

  it('is unsure if the records were not read just now', () => assert.equal(of({}, {}, false), 'unsure'));
});

describe('A key is shown as unused', () => {
  const warned = (change: Partial<Key>): boolean =>
    warningsOf({ ...base, ...change }, now).includes('unused');
  const since = (ago: number) => ({ since: at(ago), until: at(20_000) });

  it('only after 90 days in which all usage was reported', () => {
    assert.ok(warned({ lastUsedAt: null }));
    assert.ok(warned({ lastUsedAt: at(91 * DAY) }));
    assert.ok(!warned({ lastUsedAt: at(80 * DAY) }));
    assert.ok(!warned({ lastUsedAt: null, createdAt: at(80 * DAY) }));
    assert.ok(!warned({ lastUsedAt: null, usageKnown: since(80 * DAY) }));
    assert.ok(warned({ lastUsedAt: null, usageKnown: since(91 * DAY) }));
    assert.ok(!warned({ lastUsedAt: null, usageKnown: null }));
    assert.ok(!warned({ lastUsedAt: null, state: 'revoked' }));
  });

  it('and as never used only if usage is known since its creation', () => {
    assert.ok(isNeverUsed({ ...base, lastUsedAt: null }));
    assert.ok(!isNeverUsed(base));
    assert.ok(!isNeverUsed({ ...base, lastUsedAt: null, usageKnown: since(99 * DAY) }));
    assert.ok(!isNeverUsed({ ...base, lastUsedAt: null, usageKnown: null }));
    assert.ok(!isNeverUsed({ ...base, lastUsedAt: null, createdAt: at(5_000) }), 'the gates report later');
    assert.equal(quietFor({ ...base, usageKnown: null }), 0);
  });
});
