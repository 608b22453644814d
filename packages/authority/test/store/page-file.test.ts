import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { PageReader } from '../../src/store/sqlite/b-tree-page.ts';
import { PageFile } from '../../src/store/sqlite/page-file.ts';
import { makeFolder } from '../support/fixture.ts';

const folder = makeFolder();

/** A file with every kind of page: tables with and without row IDs, indexes, interior pages, overflow pages, free pages. */
function makeDatabase(file: string, pageSize: number): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA page_size = ${pageSize}; PRAGMA secure_delete = ON; PRAGMA synchronous = OFF;
    CREATE TABLE rows (id INTEGER PRIMARY KEY, word TEXT NOT NULL, body TEXT);
    CREATE INDEX words ON rows (word);
    CREATE TABLE pairs (a TEXT, b TEXT, body BLOB, PRIMARY KEY (a, b)) WITHOUT ROWID;
    CREATE TABLE gone (body BLOB);
    BEGIN`);
  const row = database.prepare('INSERT INTO rows VALUES (?, ?, ?)');
  const pair = database.prepare('INSERT OR REPLACE INTO pairs VALUES (?, ?, ?)');
  for (let n = 0; n < 3_000; n += 1) {
    const word = `word ${Math.random()} ${'w'.repeat(Math.floor(Math.random() ** 4 * 600))}`;
    row.run(
      n * 1_000_003,
      word,
      'b'.repeat(n % 500 === 0 ? 2 * pageSize : Math.floor(Math.random() ** 8 * 4_000)),
    );
    const body = Buffer.alloc(Math.floor(Math.random() ** 4 * 2_000), 1);
    pair.run(String(Math.random()), `pair ${n}`, body);
  }
  database.exec(`INSERT INTO gone SELECT zeroblob(900) FROM rows LIMIT 500;
    UPDATE rows SET body = body || 'grown' || hex(randomblob(id % 97)) WHERE id % 3 = 0;
    DELETE FROM pairs WHERE length(body) % 4 = 1;
    DELETE FROM gone; DROP TABLE gone; COMMIT`);
  return database;
}

function contentOf(database: DatabaseSync): string {
  const all = ['rows', 'pairs'].map((table) =>
    database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
  );
  return JSON.stringify(all);
}

function dirtyPages(file: string, pageSize: number): number {
  const bytes = readFileSync(file);
  const reader = new PageReader(pageSize);
  let dirty = 0;
  for (let at = 0; at < bytes.length; at += pageSize) {
    const ranges = reader.unused(bytes.subarray(at, at + pageSize), at === 0 ? 100 : 0);
    if (ranges !== undefined && ranges.length > 0) dirty += 1;
  }
  return dirty;
}

describe('the unused bytes of a database', () => {
  for (const pageSize of [512, 1_024, 4_096, 65_536]) {
    it(`are overwritten, and no others: pages of ${pageSize}`, () => {
      const file = join(folder, `${pageSize}.db`);
      const before = makeDatabase(file, pageSize);
      const content = contentOf(before);
      before.close();
      assert.ok(dirtyPages(file, pageSize) > 0, 'SQLite has left something');
      const pages = new PageFile(file);
      for (let from = 0; from < pages.pages; from += 7) pages.overwriteUnused(from, 7);
      pages.close();
      assert.equal(dirtyPages(file, pageSize), 0);
      const after = new DatabaseSync(file);
      assert.deepEqual({ ...after.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
      assert.equal(contentOf(after), content);
      after.exec("UPDATE rows SET word = word || 'x'; DELETE FROM rows WHERE id % 2 = 0");
      assert.deepEqual({ ...after.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
      after.close();
    });
  }

  it('are not touched in an inconsistent page', () => {
    const file = join(folder, 'broken.db');
    makeDatabase(file, 4_096).close();
    const bytes = readFileSync(file);
    const reader = new PageReader(4_096);
    const at = Array.from({ length: bytes.length / 4_096 }, (_, page) => page * 4_096).findLast(
      (start) => bytes[start] === 0x0d,
    );
    const page = bytes.subarray(at, Number(at) + 4_096);
    assert.ok(reader.unused(page, 0));
    for (const [offset, ...values] of [
      [7, Number(page[7]) + 1],
      [3, 0xff],
      // Content that starts inside the header, and beyond the page.
      [5, 0, 1],
      [5, 0x7f],
      [8, 0xff],
    ] as const) {
      const broken = Buffer.from(page);
      broken.set(values, offset);
      assert.throws(() => reader.unused(broken, 0), /unexpected layout/, String(offset));
    }
  });
});
