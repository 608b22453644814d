import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { bindEarlierKeys } from '../../../src/domain/audit/trust/bind-earlier.ts';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';
import { countPublished } from '../../support/published.ts';

const fixture = await openFixture();
const { domain, admin, context } = fixture;

/** Writes as an attacker would who has the file but no running authority. */
function write(sql: string, ...values: (string | number | null | Uint8Array)[]): void {
  const database = new DatabaseSync(fixture.file);
  database.exec('PRAGMA foreign_keys = OFF');
  try {
    assert.ok(Number(database.prepare(sql).run(...values).changes) > 0, sql);
  } finally {
    database.close();
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();
const issue = async (slug: string, customer = 'one') =>
  (await domain.issue(admin, slug, { customer })).key.id;

/** A copy of a key record under another key ID, with every column that queries use. */
const inserted = (customerId = 'customer_id') => `
  INSERT INTO keys (workspace_id, kid, shard, customer_id, name, ending, method, scopes, claims, metadata, pin, jwk, published,
    changed_epoch, changed_seq, changed_at, created_at, created_by)
  SELECT workspace_id, ?2, shard, ${customerId}, name, ending, method, scopes, claims, metadata, ?3, replace(jwk, kid, ?2), 1,
    changed_epoch, changed_seq, changed_at, 0, created_by FROM keys WHERE kid = ?1`;

/** Overwrites a key's record after `earlier` has changed the key. */
const overwritten =
  (sql: string, earlier?: (slug: string, kid: string) => Promise<unknown>) =>
  async (slug: string, kid: string): Promise<string> => {
    await earlier?.(slug, kid);
    write(sql, kid);
    return kid;
  };
const revoke = (slug: string, kid: string) => domain.revoke(admin, slug, kid);
const disable = (slug: string, kid: string) => domain.disable(admin, slug, kid);
const suspend = (slug: string) => domain.updateCustomer(admin, slug, 'one', { state: 'suspended' });

const forgeries: readonly {
  readonly what: string;
  readonly forge: (slug: string, kid: string) => Promise<string>;
}[] = [
  {
    what: 'another pin',
    forge: async (_, kid) => {
      write('UPDATE keys SET pin = ? WHERE kid = ?', sha256('my own'), kid);
      return kid;
    },
  },
  {
    what: 'another public half',
    forge: async (slug, kid) => {
      const other = await issue(slug, 'two');
      write(
        'UPDATE keys SET jwk = replace((SELECT jwk FROM keys WHERE kid = ?1), ?1, kid) WHERE kid = ?2',
        other,
        kid,
      );
      return kid;
    },
  },
  {
    what: 'a record with an old created_at',
    forge: async (_, kid) => {
      const own = `${kid.slice(0, -6)}000000`;
      write(inserted(), kid, own, sha256('my own'));
      return own;
    },
  },
  {
    what: 'a record of a customer that is not there',
    forge: async (_, kid) => {
      const own = `${kid.slice(0, -6)}000001`;
      write(inserted('4711'), kid, own, sha256('my own too'));
      return own;
    },
  },
  {
    what: 'more scopes',
    forge: overwritten(`UPDATE keys SET scopes = '["admin"]' WHERE kid = ?`),
  },
  {
    what: 'a longer lifetime',
    forge: async (slug) => {
      const expiresAt = fixture.clock.now + 60_000;
      const { key } = await domain.issue(admin, slug, { customer: 'one', expiresAt });
      write('UPDATE keys SET expires_at = NULL WHERE kid = ?', key.id);
      return key.id;
    },
  },
  {
    what: 'an overlap without end',
    forge: overwritten(
      'UPDATE keys SET expires_at = NULL, former_expires_at = NULL, replaced_by = NULL WHERE kid = ?',
      (slug, kid) => domain.rotate(admin, slug, kid, { overlapSeconds: 60 }),
    ),
  },
  {
    what: "another's customer",
    forge: async (slug, kid) => {
      const other = await issue(slug, 'two');
      write(
        'UPDATE keys SET customer_id = (SELECT customer_id FROM keys WHERE kid = ?) WHERE kid = ?',
        other,
        kid,
      );
      return kid;
    },
  },
  {
    what: 'a revocation that was withdrawn',
    forge: overwritten('UPDATE keys SET revoked_at = NULL, published = 1 WHERE kid = ?', revoke),
  },
  {
    what: 'a revoked record that is published',
    forge: overwritten('UPDATE keys SET published = 1 WHERE kid = ?', revoke),
  },
  {
    what: 'a disabled record that is published',
    forge: overwritten('UPDATE keys SET disabled_at = NULL, published = 1 WHERE kid = ?', disable),
  },
  {
    what: 'a disabled record that is only called enabled',
    forge: overwritten('UPDATE keys SET disabled_at = NULL WHERE kid = ?', disable),
  },
  {
    what: 'an expired record that is only called endless',
    forge: async (slug) => {
      const { key } = await domain.issue(admin, slug, {
        customer: 'one',
        expiresAt: fixture.clock.now + 60_000,
      });
      await fixture.pass(61);
      write('UPDATE keys SET expires_at = NULL WHERE kid = ?', key.id);
      return key.id;
    },
  },
  {
    what: 'a key of a suspended customer that is published',
    forge: overwritten('UPDATE keys SET published = 1 WHERE kid = ?', suspend),
  },
  {
    what: 'a key of a suspended customer that is called active',
    forge: overwritten(
      `UPDATE customers SET state = 'active' WHERE id = (SELECT customer_id FROM keys WHERE kid = ?)`,
      suspend,
    ),
  },
  {
    what: 'other claims',
    forge: overwritten(`UPDATE keys SET claims = '{"role":"admin"}' WHERE kid = ?`),
  },
  {
    what: 'a record whose number is below those of all others',
    forge: async (_, kid) => {
      const own = `${kid.slice(0, -6)}000003`;
      write(inserted(), kid, own, sha256('my own, below'));
      write('UPDATE keys SET id = (SELECT min(id, 0) FROM keys ORDER BY id LIMIT 1) - 1 WHERE kid = ?', own);
      return own;
    },
  },
];

const unknown = (slug: string, dryRun: boolean) =>
  domain.revokeMany(admin, slug, { unknownToAudit: true }, { dryRun, reason: 'not ours' });

describe('what is not in the audit log', () => {
  for (const { what, forge } of forgeries) {
    it(`is found and revoked: ${what}`, async () => {
      const slug = await workspace(fixture);
      const kid = await issue(slug);
      const untouched = await issue(slug, 'three');
      const forged = await forge(slug, kid);
      const found = await unknown(slug, true);
      assert.deepEqual(found.keyIds, [forged]);
      assert.deepEqual((await unknown(slug, false)).keyIds, [forged]);
      const { activeKeys } = await domain.overview(slug, { days: 1, timeZone: 'UTC' });
      assert.equal(
        activeKeys,
        await countPublished(fixture.store, slug),
        'what was never counted is not taken off',
      );
      const after = await tablesBehind(fixture.store.read)
        .selectFrom('keys')
        .select(['published', 'revoked_at'])
        .where('kid', '=', forged)
        .executeTakeFirstOrThrow();
      assert.equal(after.published, 0);
      assert.notEqual(after.revoked_at, null);
      assert.equal((await domain.key(slug, untouched, 'all')).state, 'active');
      assert.equal((await unknown(slug, true)).count, 0);
      const { items } = await domain.audit(slug, { keyId: forged, action: 'key.revoke' }, 'all');
      assert.equal(items[0]?.details['unknownToAudit'], true);
    });
  }

  it('is nothing if only the authority has written', async () => {
    const slug = await workspace(fixture);
    const [a, b, c, d, e] = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((customer) => issue(slug, customer)),
    );
    const later = fixture.clock.now + 7_200_000;
    await domain.rotate(admin, slug, a as string, { overlapSeconds: 60, scopes: ['read'] });
    await domain.rotate(admin, slug, b as string, {});
    await domain.changeRotation(admin, slug, b as string, { cancel: true });
    await domain.disable(admin, slug, c as string);
    await domain.enable(admin, slug, c as string);
    await domain.disable(admin, slug, d as string);
    await domain.updateKey(admin, slug, e as string, { expiresAt: later, name: 'new' });
    await domain.updateCustomer(admin, slug, 'c', { state: 'suspended' });
    await domain.updateCustomer(admin, slug, 'c', { state: 'active' });
    const claims = { plan: 'pro', '7': [1, null] };
    const withClaims = await domain.issue(admin, slug, { customer: 'f', claims });
    await domain.rotate(admin, slug, withClaims.key.id, { claims: { plan: 'free' } });
    await domain.disable(admin, slug, await issue(slug, 'f'));
    await domain.issue(admin, slug, { customer: 'f', expiresAt: fixture.clock.now + 60_000 });
    await domain.updateCustomer(admin, slug, 'f', { state: 'suspended', name: 'F' });
    await fixture.pass(61);
    assert.equal((await unknown(slug, true)).count, 0);
    assert.equal((await unknown('lostwax', true)).count, 0);
    await domain.eraseCustomer(admin, slug, 'e');
    assert.equal((await unknown(slug, true)).count, 0);
  });

  it('cannot be narrowed', async () => {
    const slug = await workspace(fixture);
    const filter = { unknownToAudit: true as const, customer: 'one' };
    await assert.rejects(
      domain.revokeMany(admin, slug, filter, { dryRun: true }),
      withCode('invalid_request'),
    );
  });

  it('includes a key whose audit row was inserted or changed without the rest of the chain', async () => {
    const slug = await workspace(fixture);
    const kid = await issue(slug);
    await issue(slug, 'two');
    const database = new DatabaseSync(fixture.file);
    database.exec(`DROP TRIGGER audit_is_append_only_1`);
    database
      .prepare(`UPDATE audit SET details = replace(details, '"expiresAt"', '"expires"') WHERE kid = ?`)
      .run(kid);
    database.close();
    assert.ok((await unknown(slug, true)).keyIds.includes(kid));
  });
});

describe('keys from before the audit log contained their hashes', () => {
  it('are added once, at the first start after the upgrade', async () => {
    const slug = await workspace(fixture);
    const kids = await Promise.all(['a', 'b', 'c'].map((customer) => issue(slug, customer)));
    const database = new DatabaseSync(fixture.file);
    database.exec('DROP TRIGGER IF EXISTS audit_is_append_only_1');
    database.exec(`DROP TRIGGER IF EXISTS audit_is_append_only_2`);
    // As written by the previous version: without the three hashes. The chain is the current one and isn't checked here.
    database.prepare(`DELETE FROM audit WHERE action = 'key.issue' AND kid = ?`).run(kids[0] as string);
    database.exec(`UPDATE workspaces SET keys_bound = 0 WHERE slug = '${slug}'`);
    database.close();
    await bindEarlierKeys(context);
    const { items } = await domain.audit(slug, { action: 'key.bind' }, 'all');
    assert.deepEqual(items.map(({ keyId }) => keyId).sort(), kids.sort());
    await bindEarlierKeys(context);
    assert.equal((await domain.audit(slug, { action: 'key.bind' }, 'all')).items.length, 3);
  });

  it('are known by that row, and a row added later for an issued key is ignored', async () => {
    const slug = await workspace(fixture);
    const first = await issue(slug);
    const own = `${first.slice(0, -6)}000002`;
    write(inserted(), first, own, sha256('mine'));
    write('UPDATE workspaces SET keys_bound = 0 WHERE slug = ?', slug);
    await assert.rejects(unknown(slug, true), withCode('storage_unavailable'));
    await assert.rejects(unknown(slug, false), withCode('storage_unavailable'));
    await bindEarlierKeys(context);
    assert.deepEqual((await unknown(slug, true)).keyIds, [own]);
  });
});
