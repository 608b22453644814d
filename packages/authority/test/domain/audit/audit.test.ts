import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { AuditEntry } from '../../../src/domain/audit/types.ts';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const fixture = await openFixture();
const { domain, admin } = fixture;
const slug = await workspace(fixture);

async function lastOf(keyId: string): Promise<AuditEntry> {
  const entry = (await domain.audit(slug, { keyId, limit: 1 }, 'all')).items[0];
  assert.ok(entry);
  return entry;
}

describe('the audit log', () => {
  it('records who changed what, when and from where', async () => {
    const { key } = await domain.issue(admin, slug, { customer: 'c', name: 'n', scopes: ['r'] });
    const { seq, at, action, actor, keyId, details, texts } = await lastOf(key.id);
    assert.deepEqual(
      { seq, at, action, actor, keyId },
      { seq: 2, at: fixture.clock.now, action: 'key.issue', actor: admin.id, keyId: key.id },
    );
    const { pinHash, halfPinHash, publicHalfHash, ...others } = details;
    assert.deepEqual(others, { scopes: ['r'], expiresAt: null, replaces: null });
    const { pin, jwk } = await tablesBehind(fixture.store.read)
      .selectFrom('keys')
      .select(['pin', 'jwk'])
      .where('kid', '=', key.id)
      .executeTakeFirstOrThrow();
    const hash = (of: Uint8Array | string) => createHash('sha256').update(of).digest('base64url');
    const hashes = [hash(pin), hash(pin.subarray(0, 16)), hash(jwk ?? '')];
    assert.deepEqual([pinHash, halfPinHash, publicHalfHash], hashes);
    assert.deepEqual(texts, { address: '192.0.2.1', customer: 'c', name: 'n' });
  });

  it('has a row for each kind of change, and none for what changed nothing', async () => {
    const id = (await domain.issue(admin, slug, { customer: 'kinds' })).key.id;
    const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['key.update', () => domain.updateKey(admin, slug, id, { metadata: { a: 1 } })],
      ['key.disable', () => domain.disable(admin, slug, id)],
      ['key.enable', () => domain.enable(admin, slug, id)],
      ['rotation.begin', () => domain.rotate(admin, slug, id, {})],
      ['rotation.move', () => domain.changeRotation(admin, slug, id, { endsAt: fixture.clock.now + 9_000 })],
      ['rotation.undo', () => domain.changeRotation(admin, slug, id, { cancel: true })],
      ['key.revoke', () => domain.revoke(admin, slug, id, 'why')],
      ['customer.update', () => domain.updateCustomer(admin, slug, 'kinds', { maxKeys: 2 })],
      ['customer.erase', () => domain.eraseCustomer(admin, slug, 'kinds')],
      ['workspace.update', () => domain.updateWorkspace(admin, slug, { name: 'New' })],
    ];
    for (const [action, step] of steps) {
      await step();
      const [newest] = (await domain.audit(slug, { limit: 1 }, 'all')).items;
      assert.equal(newest?.action, action);
    }
    const before = (await domain.audit(slug, { limit: 1 }, 'all')).items[0]?.seq;
    await domain.revoke(admin, slug, id);
    await domain.updateKey(admin, slug, id, {});
    await domain.updateWorkspace(admin, slug, {});
    await assert.rejects(domain.enable(admin, slug, id), withCode('key_ended'));
    await domain.revokeMany(admin, slug, { customer: 'nobody' }, { dryRun: false });
    assert.equal((await domain.audit(slug, { limit: 1 }, 'all')).items[0]?.seq, before);
  });

  it('is read newest first, or oldest first after a number, page by page without gaps', async () => {
    await domain.issueMany(
      admin,
      slug,
      Array.from({ length: 25 }, () => ({ customer: 'pages' })),
    );
    const read = async (filter: { after?: number }): Promise<number[]> => {
      const seqs: number[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await domain.audit(slug, { ...filter, limit: 10, cursor }, 'all');
        seqs.push(...page.items.map((entry) => entry.seq));
        if (page.nextCursor === null) return seqs;
        cursor = page.nextCursor;
      }
    };
    const down = await read({});
    assert.deepEqual(
      down,
      Array.from(down, (_, index) => down.length - index),
    );
    assert.deepEqual(await read({ after: 3 }), down.toReversed().slice(3));
    await assert.rejects(domain.audit(slug, { cursor: 'x' }, 'all'), withCode('invalid_request'));
  });

  it('contains no token and no part of one', async () => {
    const { key, token } = await domain.issue(admin, slug, { customer: 'c' });
    await domain.revokeSelf(null, token);
    const all = JSON.stringify((await domain.audit(slug, { keyId: key.id }, 'all')).items);
    for (const part of token.split('.')) assert.ok(!all.includes(part));
  });

  it('verifies as a chain from the first row to the head', () =>
    assertLedgers(fixture.file, fixture.clock.now));
});
