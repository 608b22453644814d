import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { seqOf } from '../../../../tools/testing/position.ts';
import { Snapshots } from '../../src/feed/snapshots.ts';
import { tablesBehind } from '../../src/store/sqlite/queries/queries.ts';
import { openFixture, workspace } from '../support/fixture.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { parseSnapshot } from './support.ts';

const HOUR = 3_600;
const name =
  'a disk without room for a snapshot: the one that is there is sent, however old, until there is room';
const disk = mountSmallDisk();
if (typeof disk === 'string') test(name, { skip: disk }, () => {});
else {
  after(() => disk.remove());
  test(name, () => noRoom(disk));
}

async function noRoom({ folder, fill, makeRoom }: SmallDisk): Promise<void> {
  const it = await openFixture();
  const slug = await workspace(it);
  const { id } = await tablesBehind(it.store.read)
    .selectFrom('workspaces')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  const failures: unknown[] = [];
  const snapshots = new Snapshots({
    store: it.store,
    workspace: { id, issuer: `https://keys.test.example/${slug}` },
    kind: 'public',
    folder: join(folder, 'feed'),
    now: () => it.clock.now,
    failed: (error) => failures.push(error),
  });
  const current = async (): Promise<number> => {
    const { handle, file } = await snapshots.open();
    await handle.close();
    return seqOf(parseSnapshot(readFileSync(file)).header.position);
  };
  const issue = () => it.domain.issue(it.admin, slug, { customer: 'a' });

  fill(0);
  await assert.rejects(current(), { code: 'ENOSPC' }, 'there is none, and none can be made');
  makeRoom();
  await issue();
  assert.equal(await current(), 1);
  await issue();
  await it.pass(2 * HOUR);
  fill(0);
  assert.equal(await current(), 1, 'it is old, and the changes after it are there');
  assert.ok(failures.length > 0, 'whoever runs it is told');
  makeRoom();
  assert.equal(await current(), 2);
}
