import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { headOf, keepsAfter } from '../../src/feed/changes.ts';
import { pruneChanges } from '../../src/feed/prune.ts';
import { Snapshots } from '../../src/feed/snapshots.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { makeFolder, openFixture, workspace } from '../support/fixture.ts';
import { openFeeds, parseSnapshot, SLUG } from './support.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test('a position whose changes are gone is answered 410, and the snapshot leads on', async () => {
  const it = await openFeeds();
  for (let n = 0; n < 4; n += 1) await it.issue();
  // Another process, as far as the authority knows.
  const store = openSqliteStore(it.database);
  await pruneChanges(store, Date.now() + DAY * 1000 - 60_000);
  const kept = await it.follow(`/${SLUG}/feed?since=1.0`);
  await kept.reach('1.4');
  await pruneChanges(store, Date.now() + DAY * 1000 + 60_000);
  await it.issue();
  for (const since of ['1.0', '1.3']) {
    const { status, json, headers } = await it.get(`/${SLUG}/feed?since=${since}`);
    assert.deepEqual([since, status, json.code], [since, 410, 'position_gone']);
    assert.equal(headers['cache-control'], 'no-store', 'a 410 may be kept unless told otherwise');
  }
  const { header } = parseSnapshot((await it.get(`/${SLUG}/feed/snapshot`)).body);
  const stream = await it.follow(`/${SLUG}/feed?since=${header.epoch}.${header.seq}`);
  await it.issue();
  await stream.reach(`1.${header.seq + 1}`);

  // A restore raises the epoch: lower ones are gone, the same and higher ones are not the authority's yet.
  await store.write(({ db }) =>
    db.updateTable('workspaces').set({ epoch: 2, seq: 0 }).where('slug', '=', SLUG).execute(),
  );
  await stream.end();
  assert.equal((await it.get(`/${SLUG}/feed?since=1.${header.seq + 1}`)).json.code, 'position_gone');
  assert.equal((await it.get(`/${SLUG}/feed?since=2.1`)).json.code, 'position_ahead');
  const anew = parseSnapshot((await it.get(`/${SLUG}/feed/snapshot`)).body).header;
  assert.deepEqual([anew.epoch, anew.seq, anew.count], [2, 0, 6]);
  await store.close();
});

const it = await openFixture();
const slug = await workspace(it);
const { id } = await it.store.read
  .selectFrom('workspaces')
  .select('id')
  .where('slug', '=', slug)
  .executeTakeFirstOrThrow();
const issuer = `https://keys.test.example/${slug}`;
const snapshots = new Snapshots({
  ...{ store: it.store, workspace: { id, issuer }, kind: 'public', folder: join(makeFolder(), 'feed') },
  now: () => it.clock.now,
  failed: (error) => assert.fail(String(error)),
});

async function current(): Promise<number> {
  const { handle, position, file } = await snapshots.open();
  await handle.close();
  assert.equal(parseSnapshot(readFileSync(file)).header.seq, position.seq);
  return position.seq;
}

const issue = () => it.domain.issue(it.admin, slug, { customer: 'a' });
const keeps = async (seq: number): Promise<boolean> =>
  keepsAfter(it.store.read, id, { epoch: 1, seq }, await headOf(it.store.read, id));

test('a download of an hour goes on with the changes after its snapshot, however old it was and however often it was replaced', async () => {
  await issue();
  assert.equal(await current(), 1);
  await it.pass(3 * DAY);
  assert.equal(await current(), 1, 'nothing came after it');
  await issue();
  await it.pass(59 * MINUTE);
  assert.equal(await current(), 2, 'it is old, and something has come after it');
  await issue();
  await it.pass(59 * MINUTE);
  assert.equal(await current(), 2, 'it is not old yet: somebody begins to download it now');
  for (let hour = 0; hour < 2; hour += 1) {
    await issue();
    await it.pass(30 * MINUTE);
    await pruneChanges(it.store, it.clock.now);
    assert.equal(await current(), 4 + hour, 'replaced meanwhile');
    await it.pass(32 * MINUTE);
    assert.ok(await keeps(2), 'the download is over, and goes on with the changes');
  }
  await it.pass(DAY);
  await pruneChanges(it.store, it.clock.now);
  assert.ok(!(await keeps(2)));
});

test('what is pruned is a beginning without a gap, also when the clock was set back and forth', async () => {
  const seqs = async () => {
    const rows = await it.store.read
      .selectFrom('changes')
      .select('seq')
      .where('workspace_id', '=', id)
      .orderBy('seq')
      .execute();
    return rows.map(({ seq }) => seq);
  };
  const before = await headOf(it.store.read, id);
  await issue();
  await it.pass(DAY);
  await issue();
  it.clock.now -= DAY * 1000;
  await issue();
  await pruneChanges(it.store, it.clock.now + (DAY + MINUTE) * 1000);
  assert.deepEqual(
    await seqs(),
    [before.seq + 2, before.seq + 3],
    'the one in the middle is young and keeps those after it',
  );
});
