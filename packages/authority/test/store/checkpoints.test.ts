import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeFolder } from '../support/fixture.ts';

const ROWS = 10;
/** Together more than the log holds before a checkpoint, in 8,000 pages of 4 KiB. */
const BYTES = 4 * 1024 * 1024;

/** What a log is cut to, in bytes. */
const LONG_LOG = 256 * 1024 ** 2;

async function fill({ write }: Store, from = 0, rows = ROWS): Promise<void> {
  for (let at = from; at < from + rows; at += 1) {
    const row = { workspace_id: 1, request: Buffer.from(`${at}`), kids: '-'.repeat(BYTES), at };
    await write(({ db }) =>
      tablesBehind(db)
        .insertInto('idempotency')
        .values({ ...row, body: new Uint8Array() })
        .execute(),
    );
  }
}

describe('checkpoints', () => {
  it('move the log into the file without a further commit', async (t) => {
    const file = join(makeFolder(), 'lostwax.db');
    const store = openSqliteStore(file);
    t.after(() => store.close());
    await fill(store);
    const other = new DatabaseSync(file);
    t.after(() => other.close());
    const progress = other.prepare('PRAGMA wal_checkpoint(NOOP)');
    await until(
      '8,000 pages are in the file',
      20_000,
      () => Number(progress.get()?.['checkpointed']) >= 8_000,
    );
    assert.ok(statSync(file).size > 8_000 * 4_096);
  });

  it('cut a log that grew very long during a read, once the read is over', async (t) => {
    const file = join(makeFolder(), 'lostwax.db');
    const store = openSqliteStore(file);
    t.after(() => store.close());
    const reader = new DatabaseSync(file, { readOnly: true });
    t.after(() => reader.close());
    reader.exec('BEGIN; SELECT * FROM workspaces');
    await fill(store, 0, 70);
    const log = () => statSync(`${file}-wal`).size;
    assert.ok(log() > LONG_LOG);
    reader.exec('COMMIT');
    let at = 70;
    await until('the log is short', 60_000, async () => {
      await fill(store, at, 1);
      at += 1;
      return log() <= LONG_LOG;
    });
  });

  it('that are under way when the store closes leave no log behind', async () => {
    const file = join(makeFolder(), 'lostwax.db');
    const store = openSqliteStore(file);
    await fill(store);
    await store.close();
    assert.ok(!existsSync(`${file}-wal`));
    const again = openSqliteStore(file);
    const rows = await tablesBehind(again.read).selectFrom('idempotency').select('at').execute();
    assert.equal(rows.length, ROWS);
    await again.close();
  });
});
