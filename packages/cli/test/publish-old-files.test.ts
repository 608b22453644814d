/** Which published files go, and when. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { EMPTY_DIGEST, type Position, positionText, segmentFile, snapshotFile } from '@lostwax/contract';
import { directoryPlace } from '../src/publish/directory.ts';
import { removeOldFiles } from '../src/publish/old-files.ts';

const HOUR_MS = 3_600_000;
const at = (seq: number, epoch = 2): Position => ({
  ...{ lineage: '9f86d081884c7d65', epoch, seq, digest: EMPTY_DIGEST },
});

it('what the snapshot no longer needs goes an hour after it was replaced', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'lostwax-old-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const place = directoryPlace(root);
  const write = async (name: string, ageMs: number): Promise<void> => {
    await place.write(`feed/${name}`, Buffer.from('x'), 'immutable', 'text/plain');
    const time = (Date.now() - ageMs) / 1_000;
    utimesSync(join(root, 'feed', name), time, time);
  };
  const old = 2 * HOUR_MS;
  for (const seq of [3, 5, 7]) await write(segmentFile(at(seq)), old);
  await write(segmentFile(at(4)), HOUR_MS / 2);
  await write(segmentFile(at(9, 1)), old);
  for (const seq of [2, 6]) await write(snapshotFile(at(seq)), old);
  await write('changes/.half.events.part', old);
  const left = (): string[] =>
    ['changes', 'snapshots'].flatMap((name) => readdirSync(join(root, 'feed', name)));
  const snapshot = { position: at(6), from: at(5) };

  const all = left();
  await removeOldFiles(place, 'feed', { snapshot }, Date.now() - HOUR_MS / 2);
  assert.deepEqual(left(), all, 'the snapshot has just been replaced');

  await removeOldFiles(place, 'feed', { snapshot }, Date.now() - old);
  const names = [4, 5, 7].map((seq) => `${positionText(at(seq))}.events`);
  assert.deepEqual(left(), [...names, `${positionText(at(6))}.snapshot`]);
});
