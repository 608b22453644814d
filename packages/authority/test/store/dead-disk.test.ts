/** A disk that fails, or a file that is damaged, is reported as such, by reads as by writes: the caller knows that it can try again. */
import assert from 'node:assert/strict';
import { closeSync, copyFileSync, openSync, renameSync, statSync, truncateSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type RunningAuthority, startAuthority } from '../../../../tools/testing/authority.ts';
import { ask, bearer } from '../../../../tools/testing/request.ts';
import { until } from '../../../../tools/testing/until.ts';
import { operations } from '../../src/api/routes/all.ts';
import { AuthorityError } from '../../src/errors.ts';
import type { Reads } from '../../src/store/queries/queries.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { breakDisk, noFailingDisk } from '../support/failing-disk.ts';
import { makeFolder, openFixture, workspace } from '../support/fixture.ts';

describe('a disk that fails', { skip: noFailingDisk ?? false, timeout: 60_000 }, () => {
  const folder = makeFolder();
  let authority: RunningAuthority;
  let keyId: string;

  before(async () => {
    authority = await startAuthority(folder);
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    const made = await authority.call<{ key: { id: string } }>('POST', '/v1/workspaces/acme/keys', {
      customer: 'ada',
    });
    keyId = made.key.id;
  });
  after(() => authority?.stop());

  const get = (path: string) => ask(`${authority.url}${path}`, [bearer(authority.adminKey)]);

  it('no read and no write is an internal error, and all work again once it is repaired', async () => {
    const published = '/acme/.well-known/jwks.json';
    assert.equal((await get(published)).status, 200);
    // Pages that were read before are in memory. After a write, the next read needs the disk.
    await authority.call('POST', '/v1/workspaces/acme/keys', { customer: 'bob' });
    const files = ['lostwax.db', 'lostwax.db-wal'].map((name) => join(folder, name));
    const repair = await breakDisk(authority.program, files);
    try {
      const unavailable: string[] = [];
      for (const { method, path } of operations) {
        if (method !== 'get') continue;
        const filled = path
          .replace('{workspace}', 'acme')
          .replace(/\{key\w*\}/i, keyId)
          .replace(/\{customer\}/, 'ada')
          .replace(/\{\w+\}/g, 'x');
        const { status, text } = await get(filled);
        assert.ok(status !== 500, `${path}: ${text}`);
        if (status === 503) {
          assert.equal((JSON.parse(text) as { code: string }).code, 'storage_unavailable', path);
          unavailable.push(path);
        }
      }
      assert.ok(unavailable.length > 10, unavailable.join());
      for (const path of ['/keys', `/keys/${keyId}/revoke`, '/customers/ada'])
        await assert.rejects(
          authority.call(path === '/customers/ada' ? 'PATCH' : 'POST', `/v1/workspaces/acme${path}`, {
            ...(path === '/keys' && { customer: 'ada' }),
            ...(path === '/customers/ada' && { name: 'Ada' }),
          }),
          { status: 503 },
        );
      assert.equal((await get('/readyz')).status, 503);
      assert.equal((await get(published)).status, 200, 'key sets come from memory');
    } finally {
      await repair();
    }
    await until('it is ready again', 10_000, async () => (await get('/readyz')).status === 200);
    const { state } = await authority.call<{ state: string }>('GET', `/v1/workspaces/acme/keys/${keyId}`);
    assert.equal(state, 'active', 'a revocation that was refused was not carried out');
    await authority.call('POST', `/v1/workspaces/acme/keys/${keyId}/revoke`);
  });
});

/** One read of each noun that takes no more than numbers and names. */
const reads: Readonly<Record<string, (read: Reads) => Promise<unknown>>> = {
  workspaces: ({ workspaces }) => workspaces.all(),
  keys: ({ keys }) => keys.newest({ workspace_id: 2, customer_id: null }, {}, { from: 0, below: 1e9 }),
  customers: ({ customers }) => customers.byId(1),
  audit: ({ audit }) => audit.page(2, {}, { order: 'oldest first', above: 0, most: 10 }),
  tasks: ({ tasks }) => tasks.all(),
};

const PAGE_BYTES = 4_096;

/** What may happen to a file while it is open. */
const damages: Readonly<Record<string, (file: string) => void>> = {
  'overwritten behind its first page': (file) => overwrite(file, PAGE_BYTES),
  'overwritten as a whole': (file) => overwrite(file, 0),
  'cut off after its first page': (file) => truncateSync(file, PAGE_BYTES),
  emptied: (file) => truncateSync(file, 0),
};

function overwrite(file: string, from: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(statSync(file).size - from, 0xa5), 0, undefined, from);
  closeSync(descriptor);
}

describe('a database file that is damaged while it is open', () => {
  for (const [what, damage] of Object.entries(damages)) {
    it(`${what}: reads, snapshots and writes are refused with storage_unavailable`, async () => {
      const fixture = await openFixture(makeFolder());
      const slug = await workspace(fixture);
      for (let n = 0; n < 20; n += 1) await fixture.domain.issue(fixture.admin, slug, { customer: `c${n}` });
      // Empties the write-ahead log.
      await fixture.close();
      const store = openSqliteStore(fixture.file);
      try {
        damage(fixture.file);
        const outcomes: string[] = [];
        for (const [noun, read] of Object.entries(reads))
          for (const attempt of [
            () => read(store.read),
            () => store.frozen(read),
            () => store.write(({ db }) => read(db)),
          ])
            outcomes.push(await codeOf(noun, attempt));
        assert.ok(outcomes.includes('storage_unavailable'), outcomes.join());
      } finally {
        await store.close().catch(() => {});
      }
    });
  }
});

describe('a database whose files no longer have their names', () => {
  for (const [what, name, isReplaced] of [
    ['file was removed', 'lostwax.db', false],
    ['file was replaced by a copy', 'lostwax.db', true],
    ['log was removed', 'lostwax.db-wal', false],
  ] as const)
    it(`its ${what}: it isn't ready and confirms nothing, until the file is back`, async () => {
      const fixture = await openFixture(makeFolder());
      const slug = await workspace(fixture);
      const { key } = await fixture.domain.issue(fixture.admin, slug, { customer: 'ada' });
      const file = join(dirname(fixture.file), name);
      const away = `${file}.away`;
      renameSync(file, away);
      if (isReplaced) copyFileSync(away, file);
      const unavailable = { code: 'storage_unavailable' };
      await assert.rejects(fixture.domain.ready(), unavailable);
      await assert.rejects(fixture.domain.issue(fixture.admin, slug, { customer: 'ada' }), unavailable);
      await assert.rejects(fixture.domain.revoke(fixture.admin, slug, key.id), unavailable);
      renameSync(away, file);
      await fixture.domain.ready();
      assert.equal((await fixture.domain.revoke(fixture.admin, slug, key.id)).state, 'revoked');
      await fixture.close();
    });
});

/** @throws what is neither an answer nor a problem of the storage. */
async function codeOf(noun: string, attempt: () => Promise<unknown>): Promise<string> {
  try {
    await attempt();
    return 'answered';
  } catch (error) {
    assert.ok(error instanceof AuthorityError, `${noun}: ${String(error)}`);
    return error.code;
  }
}
