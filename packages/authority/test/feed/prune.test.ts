import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { type Position, parsePosition, positionText } from '@lostwax/contract';
import { positionIn, seqOf } from '../../../../tools/testing/position.ts';
import { keepsAfter } from '../../src/domain/workspaces/keeps-after.ts';
import { headOf } from '../../src/feed/changes.ts';
import { pruneChanges } from '../../src/feed/prune.ts';
import { Snapshots } from '../../src/feed/snapshots.ts';
import { raiseEpoch } from '../../src/raise-epoch.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { makeFolder, openFixture, workspace } from '../support/fixture.ts';
import { openFeeds, parseSnapshot, SLUG } from './support.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const fixture = await openFixture();
const slug = await workspace(fixture);
const { id } = (await fixture.store.read.workspaces.bySlug(slug)) ?? assert.fail();
const issuer = `https://keys.test.example/${slug}`;
const snapshots = new Snapshots({
  ...{ store: fixture.store, workspace: { id, issuer }, kind: 'public', folder: join(makeFolder(), 'feed') },
  now: () => fixture.clock.now,
  failed: (error) => assert.fail(String(error)),
});

async function current(): Promise<number> {
  const { handle, position, file } = await snapshots.open();
  await handle.close();
  assert.equal(parseSnapshot(readFileSync(file)).header.position, positionText(position));
  return position.seq;
}

const issue = () => fixture.domain.issue(fixture.admin, slug, { customer: 'a' });
const at = (seq: number) => parsePosition(positionIn(fixture.file, slug, seq)) as Position;
const keeps = async (seq: number): Promise<boolean> =>
  keepsAfter(fixture.store.read, id, at(seq), await headOf(fixture.store.read, id));

it('a position whose changes were pruned gets 410, and the snapshot continues', async () => {
  const fixture = await openFeeds();
  for (let n = 0; n < 4; n += 1) await fixture.issue();
  // Another process, as far as the authority can tell.
  const store = openSqliteStore(fixture.database);
  await pruneChanges(store, Date.now() + DAY * 1000 - 60_000);
  const kept = await fixture.follow(`/${SLUG}/feed?since=${fixture.at(0)}`);
  await kept.reach(4);
  const old = [fixture.at(0), fixture.at(3)];
  await pruneChanges(store, Date.now() + DAY * 1000 + 60_000);
  await fixture.issue();
  for (const since of old) {
    const { status, json, headers } = await fixture.get(`/${SLUG}/feed?since=${since}`);
    assert.deepEqual([since, status, json.code], [since, 410, 'position_gone']);
    assert.equal(headers['cache-control'], 'no-store', 'a 410 may be kept unless told otherwise');
  }
  const { header } = parseSnapshot((await fixture.get(`/${SLUG}/feed/snapshot`)).body);
  const stream = await fixture.follow(`/${SLUG}/feed?since=${header.position}`);
  await fixture.issue();
  await stream.reach(seqOf(header.position) + 1);

  // After a restore, earlier positions are unknown, and the authority can't be ahead of itself.
  const before = fixture.at();
  await raiseEpoch({ data: fixture.folder });
  await stream.end();
  assert.equal((await fixture.get(`/${SLUG}/feed?since=${before}`)).json.code, 'position_gone');
  const [lineage, epoch, , digest] = fixture.at().split('.');
  const ahead = `${lineage}.${epoch}.1.${digest}`;
  assert.equal((await fixture.get(`/${SLUG}/feed?since=${ahead}`)).json.code, 'position_ahead');
  const anew = parseSnapshot((await fixture.get(`/${SLUG}/feed/snapshot`)).body).header;
  assert.deepEqual([anew.position, seqOf(anew.position), anew.count], [fixture.at(), 0, 6]);
  await store.close();
});

it('after a download of an hour, the changes since its snapshot follow, however old it is and however often it was replaced', async () => {
  await issue();
  assert.equal(await current(), 1);
  await fixture.pass(3 * DAY);
  assert.equal(await current(), 1, 'nothing came after it');
  await issue();
  await fixture.pass(59 * MINUTE);
  assert.equal(await current(), 2, 'it is old, and something has come after it');
  await issue();
  await fixture.pass(59 * MINUTE);
  assert.equal(await current(), 2, 'it is not old yet: somebody begins to download it now');
  for (let hour = 0; hour < 2; hour += 1) {
    await issue();
    await fixture.pass(30 * MINUTE);
    await pruneChanges(fixture.store, fixture.clock.now);
    assert.equal(await current(), 4 + hour, 'replaced meanwhile');
    await fixture.pass(32 * MINUTE);
    assert.ok(await keeps(2), 'the download is over, and goes on with the changes');
  }
  await fixture.pass(DAY);
  await pruneChanges(fixture.store, fixture.clock.now);
  assert.ok(!(await keeps(2)));
});

it('only the oldest changes are pruned, without a gap, even if the clock was moved', async () => {
  const seqs = async () => {
    const rows = await tablesBehind(fixture.store.read)
      .selectFrom('changes')
      .select('seq')
      .where('workspace_id', '=', id)
      .orderBy('seq')
      .execute();
    return rows.map(({ seq }) => seq);
  };
  const before = await headOf(fixture.store.read, id);
  await issue();
  await fixture.pass(DAY);
  await issue();
  fixture.clock.now -= DAY * 1000;
  await issue();
  await pruneChanges(fixture.store, fixture.clock.now + (DAY + MINUTE) * 1000);
  assert.deepEqual(
    await seqs(),
    [before.seq + 2, before.seq + 3],
    'the one in the middle is young and keeps those after it',
  );
});
