import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { makePlace, type Serving, serve } from './support/authority.ts';
import { sh } from './support/shell.ts';

/** Someone who can write to the database file but doesn't recompute hashes. */
const tamperings: readonly { readonly what: string; readonly sql: string; readonly says: RegExp }[] = [
  {
    what: 'a row that says something else',
    sql: "UPDATE audit SET action = 'key.enable' WHERE action = 'key.revoke'",
    says: /row 3 or the row before it has been changed/,
  },
  {
    what: 'a row whose texts say something else',
    sql: `UPDATE audit_texts SET texts = json_set(texts, '$.customer', 'nobody')
          WHERE seq = 2 AND workspace_id = (SELECT id FROM workspaces WHERE slug = 'acme')`,
    says: /the texts of row 2 have been changed/,
  },
  {
    what: 'a row that is gone',
    sql: "DELETE FROM audit WHERE seq = 2 AND workspace_id = (SELECT id FROM workspaces WHERE slug = 'acme')",
    says: /row 2 is missing/,
  },
];

describe('audit verify finds', () => {
  const place = makePlace();
  let authority: Serving;
  before(async () => {
    authority = await serve(place);
    const line =
      'lostwax workspace create acme && lostwax key issue --workspace acme --customer one > key.txt && lostwax key revoke - < key.txt';
    const { code, stderr } = await sh(place, line, { LOSTWAX_URL: authority.url });
    assert.equal(code, 0, stderr);
  });
  after(async () => {
    await authority.program.stop();
    place.remove();
  });

  for (const { what, sql, says } of tamperings) {
    it(what, async () => {
      const file = join(place.folder, 'data', 'lostwax.db');
      const database = new DatabaseSync(file);
      try {
        dropTriggers(database);
        const undo = database.prepare('SELECT * FROM audit').all();
        const undoTexts = database.prepare('SELECT * FROM audit_texts').all();
        assert.ok(Number(database.prepare(sql).run().changes) > 0);
        const { code, stderr } = await sh(place, 'lostwax audit verify', { LOSTWAX_URL: authority.url });
        assert.match(stderr, says);
        assert.equal(code, 1);
        restore(database, 'audit', undo);
        restore(database, 'audit_texts', undoTexts);
      } finally {
        database.close();
      }
      const { code, stderr } = await sh(place, 'lostwax audit verify', { LOSTWAX_URL: authority.url });
      assert.equal(code, 0, stderr);
    });
  }
});

/** The database itself keeps the audit log append-only, but anyone who can write to the file can remove that. */
function dropTriggers(database: DatabaseSync): void {
  database.exec('PRAGMA foreign_keys = OFF');
  for (const { name } of database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()) {
    database.exec(`DROP TRIGGER ${name}`);
  }
}

type Row = ReturnType<ReturnType<DatabaseSync['prepare']>['all']>[number];

function restore(database: DatabaseSync, table: string, rows: readonly Row[]): void {
  database.exec(`DELETE FROM ${table}`);
  for (const row of rows) {
    const columns = Object.keys(row);
    const slots = columns.map(() => '?').join(', ');
    database
      .prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${slots})`)
      .run(...Object.values(row));
  }
}
