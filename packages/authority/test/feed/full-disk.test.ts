import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { seqOf } from '../../../../tools/testing/position.ts';
import { Snapshots } from '../../src/feed/snapshots.ts';
import { openFixture, workspace } from '../support/fixture.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { parseSnapshot } from './support.ts';

const HOUR = 3_600;
const name =
  'a disk without room for a snapshot: the one that is there is sent, however old, until there is room';
const disk = mountSmallDisk();
if (typeof disk === 'string') it(name, { skip: disk }, () => {});
else {
  after(() => disk.remove());
  it(name, () => noRoom(disk));
}

async function noRoom({ folder, fill, makeRoom }: SmallDisk): Promise<void> {
  const fixture = await openFixture();
  const slug = await workspace(fixture);
  const { id } = (await fixture.store.read.workspaces.bySlug(slug)) ?? assert.fail();
  const failures: unknown[] = [];
  const snapshots = new Snapshots({
    store: fixture.store,
    workspace: { id, issuer: `https://keys.test.example/${slug}` },
    kind: 'public',
    folder: join(folder, 'feed'),
    now: () => fixture.clock.now,
    failed: (error) => failures.push(error),
  });
  const current = async (): Promise<number> => {
    const { handle, file } = await snapshots.open();
    await handle.close();
    return seqOf(parseSnapshot(readFileSync(file)).header.position);
  };
  const issue = () => fixture.domain.issue(fixture.admin, slug, { customer: 'a' });

  fill(0);
  await assert.rejects(current(), { code: 'ENOSPC' }, 'there is none, and none can be made');
  makeRoom();
  await issue();
  assert.equal(await current(), 1);
  await issue();
  await fixture.pass(2 * HOUR);
  fill(0);
  assert.equal(await current(), 1, 'it is old, and the changes after it are there');
  assert.ok(failures.length > 0, 'whoever runs it is told');
  makeRoom();
  assert.equal(await current(), 2);
}
