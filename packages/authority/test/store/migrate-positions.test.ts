/** A database from before positions identified their history gets a lineage, and the digest of what it publishes. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { parsePosition, SetDigest } from '@lostwax/contract';
import { type Authority, startAuthority } from '../../src/authority.ts';
import { migrations } from '../../src/store/sqlite/migrations.ts';
import { makeFolder } from '../support/fixture.ts';

const version = migrations.findIndex((sql) => sql.includes('ADD COLUMN lineage'));

/** The same rows in the earlier schema, with the columns it had. */
function makeOld(from: string, to: string): void {
  const old = new DatabaseSync(to);
  for (const sql of migrations.slice(0, version)) old.exec(sql);
  old.exec(`PRAGMA foreign_keys = OFF; ATTACH '${from}' AS later`);
  const tables = old.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'").all();
  for (const { name } of tables) {
    const columns = old.prepare(`SELECT name FROM pragma_table_info('${name}')`).all();
    const names = columns.map((column) => `"${column['name']}"`).join(', ');
    old.exec(`INSERT INTO main."${name}" (${names}) SELECT ${names} FROM later."${name}"`);
  }
  old.exec(`UPDATE workspaces SET epoch = 1; PRAGMA user_version = ${version}`);
  old.close();
}

it('an older database serves its keys with positions of its own', async (t) => {
  const folder = makeFolder();
  const [data, upgraded] = [join(folder, 'later'), join(folder, 'old')];
  const start = (at: string, port = 0): Promise<Authority> =>
    startAuthority({
      data: at,
      port,
      origin: 'http://localhost:7420',
      adminKeyFile: join(folder, 'admin.key'),
    });
  const first = await start(data);
  const admin = readFileSync(first.adminKeyFile, 'utf8').trim();
  const call = async (url: string, path: string, body: object) => {
    const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' };
    return (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  await call(first.url, '/v1/workspaces', { slug: 'acme' });
  const ids: string[] = [];
  for (let n = 0; n < 4; n++) {
    const { key } = (await call(first.url, '/v1/workspaces/acme/keys', { customer: 'c' })) as {
      key: { id: string };
    };
    ids.push(key.id);
  }
  await call(first.url, `/v1/workspaces/acme/keys/${ids[0]}/revoke`, {});
  await first.close();
  mkdirSync(upgraded);
  makeOld(join(data, 'lostwax.db'), join(upgraded, 'lostwax.db'));

  const second = await start(upgraded);
  t.after(() => second.close());
  const head = (await (await fetch(`${second.url}/acme/feed/head`)).json()) as { position: string };
  const snapshot = Buffer.from(await (await fetch(`${second.url}/acme/feed/snapshot`)).arrayBuffer());
  const begin = 12 + snapshot.readUInt32LE(8);
  const { count, leftOut } = JSON.parse(snapshot.toString('utf8', 12, begin));
  const digest = new SetDigest();
  for (let n = 0; n < count; n++) digest.toggle(snapshot.subarray(begin + n * 16, begin + n * 16 + 16));
  const position = parsePosition(head.position);
  assert.deepEqual([count, leftOut, position?.digest], [3, undefined, digest.text]);
  assert.match(position?.lineage ?? '', /^[0-9a-f]{16}$/);
  await call(second.url, `/v1/workspaces/acme/keys/${ids[1]}/revoke`, {});
  const next = (await (await fetch(`${second.url}/acme/feed/head`)).json()) as { position: string };
  assert.equal(parsePosition(next.position)?.seq, (position?.seq ?? 0) + 1);
});
