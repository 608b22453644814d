import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { Idempotency } from '../../src/domain/idempotency.ts';
import type { AuthorityError } from '../../src/errors.ts';
import { administrator, openFixture, withCode, workspace } from '../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin } = fixture;
const slug = await workspace(fixture);

function repeat(key: string, body: string = key): Idempotency {
  return { key, bodyHash: createHash('sha256').update(body).digest() };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The response to a repeat: it names the keys created the first time. */
function replayed(...keyIds: string[]): (error: unknown) => true {
  return (error) => {
    withCode('idempotency_replayed')(error);
    assert.deepEqual((error as AuthorityError).extra.keyIds, keyIds);
    return true;
  };
}

const issue = (idempotency: Idempotency, actor = admin, customer = 'c') =>
  domain.issue(actor, slug, { customer }, idempotency);
const count = async () => (await domain.listKeys(slug, { limit: 500 }, 'all')).items.length;

describe('a repeated request', () => {
  it('creates no second key, and names the first', async () => {
    const { key } = await issue(repeat('one'));
    const before = await count();
    for (let n = 0; n < 2; n++) await assert.rejects(issue(repeat('one')), replayed(key.id));
    assert.equal(await count(), before);
  });

  it('with a different body is an error', async () => {
    await issue(repeat('two', 'a'));
    await assert.rejects(issue(repeat('two', 'b')), withCode('idempotency_mismatch'));
  });

  it('leaves no plain hash of its body, which would outlive an erasure and allow guesses to be checked', async () => {
    const { key, bodyHash } = repeat('hashed', '{"customer":"jane@customer.example"}');
    await issue({ key, bodyHash });
    const database = new DatabaseSync(fixture.file, { readOnly: true });
    const rows = database.prepare('SELECT request, body FROM idempotency').all();
    database.close();
    const kept = rows.flatMap(({ request, body }) => [request, body]).map((hash) => hex(hash as Uint8Array));
    assert.ok(kept.length >= 2);
    assert.ok(!kept.includes(hex(bodyHash)));
  });

  it('ten times at once creates one key', async () => {
    const before = await count();
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => issue(repeat('three'))));
    const made = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' ? [outcome.value.key.id] : [],
    );
    assert.equal(made.length, 1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') replayed(...made)(outcome.reason);
    }
    assert.equal(await count(), before + 1);
  });

  it('at once, with the first using up the limit: the reason is the repeat, not the limit', async () => {
    await issue(repeat('place'), admin, 'limited');
    await domain.updateCustomer(admin, slug, 'limited', { maxKeys: 2 });
    const both = await Promise.allSettled([1, 2].map(() => issue(repeat('last place'), admin, 'limited')));
    const refused = both.find((outcome) => outcome.status === 'rejected');
    withCode('idempotency_replayed')(refused?.reason);
  });

  it('that failed the first time is not remembered', async () => {
    await issue(repeat('before'), admin, 'full');
    await domain.updateCustomer(admin, slug, 'full', { maxKeys: 1 });
    await assert.rejects(issue(repeat('four'), admin, 'full'), withCode('key_limit_reached'));
    await domain.updateCustomer(admin, slug, 'full', { maxKeys: 2 });
    await issue(repeat('four'), admin, 'full');
    await assert.rejects(issue(repeat('four'), admin, 'full'), withCode('idempotency_replayed'));
  });

  it('of another administrator, workspace or operation is another request', async () => {
    const other = await workspace(fixture);
    const { key } = await issue(repeat('five'));
    const another = await administrator(fixture);
    await issue(repeat('five'), { ...admin, id: another.key.id });
    await domain.issue(admin, other, { customer: 'c' }, repeat('five'));
    await domain.issueMany(admin, slug, [{ customer: 'c' }], repeat('five'));
    await domain.rotate(admin, slug, key.id, {}, repeat('five'));
  });
});

describe('a repeated batch', () => {
  it('creates nothing, and names all that were created; refused items are not retried', async () => {
    const items = [{ customer: 'b' }, { customer: 'b', claims: { iss: 'x' } }, { customer: 'b' }];
    const outcomes = await domain.issueMany(admin, slug, items, repeat('batch'));
    const made = outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : [outcome.key.id]));
    assert.equal(made.length, 2);
    await assert.rejects(domain.issueMany(admin, slug, items, repeat('batch')), replayed(...made));
  });

  it('that created nothing is executed again', async () => {
    const items = [{ customer: 'b', claims: { iss: 'x' } }];
    for (let n = 0; n < 2; n++) {
      const [outcome] = await domain.issueMany(admin, slug, items, repeat('nothing'));
      withCode('claim_registered')(outcome);
    }
  });
});

describe('a repeated rotation', () => {
  it('creates no second successor, even if both arrive at once', async () => {
    for (let n = 0; n < 10; n++) {
      const { key } = await issue(repeat(`rotate ${n}`));
      const outcomes = await Promise.allSettled(
        [1, 2, 3].map(() => domain.rotate(admin, slug, key.id, {}, repeat(`r ${n}`))),
      );
      const made = outcomes.flatMap((outcome) =>
        outcome.status === 'fulfilled' ? [outcome.value.key.id] : [],
      );
      assert.equal(made.length, 1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') replayed(...made)(outcome.reason);
      }
      await assert.rejects(domain.rotate(admin, slug, key.id, {}, repeat(`r ${n}`)), replayed(...made));
    }
  });
});
