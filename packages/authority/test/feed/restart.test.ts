import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { assertInOrder, bearer, openFeeds, parseSnapshot, SLUG } from './support.ts';

const fixture = await openFeeds();
const folder = join(fixture.folder, 'feed');
const snapshot = () => fixture.get(`/${SLUG}/feed/snapshot`);

it('a stop ends the streams at once, and a reader continues afterwards without a gap', async () => {
  for (let n = 0; n < 5; n += 1) await fixture.issue();
  const streams = [
    await fixture.follow(`/${SLUG}/feed?since=${fixture.at(0)}`),
    await fixture.follow(`/${SLUG}/feed/full?since=${fixture.at(0)}`, bearer(fixture.admin)),
  ];
  for (const stream of streams) await stream.reach(5);
  await fixture.restart();
  for (const stream of streams) {
    await stream.end();
    assert.ok(stream.complete, 'it was ended, and did not hold up the stop until it was cut');
    assertInOrder(stream.events, 0);
  }
  await fixture.issue();
  const again = await fixture.follow(`/${SLUG}/feed`, { 'last-event-id': fixture.at(5) });
  await again.reach(6);
  await fixture.issue();
  await again.reach(7);
  assertInOrder(again.events, 5);
});

it('the earlier public snapshot is still sent after a restart, so that an interrupted download resumes', async () => {
  const before = await snapshot();
  await fixture.restart();
  await fixture.issue();
  const rest = await fixture.get(`/${SLUG}/feed/snapshot`, {
    ...{ range: 'bytes=50-', 'if-range': String(before.headers.etag) },
  });
  assert.equal(rest.status, 206);
  assert.deepEqual(Buffer.concat([before.body.subarray(0, 50), rest.body]), before.body);
});

it('the full snapshot and unfinished ones are gone after a restart', async () => {
  await fixture.get(`/${SLUG}/feed/full/snapshot`, bearer(fixture.admin));
  writeFileSync(join(folder, '2-public-1.9.snapshot.part'), 'half');
  writeFileSync(join(folder, '2-public-1.9.snapshot.entries'), 'half');
  assert.ok(readdirSync(folder).some((name) => name.includes('-full-')));
  await fixture.restart();
  assert.deepEqual(
    readdirSync(folder).filter((name) => !/^\d+-public-[\w.-]+\.snapshot$/.test(name)),
    [],
  );
});

it('an incomplete snapshot on disk is rebuilt', async () => {
  const spoil: readonly ((file: string, bytes: Buffer) => void)[] = [
    (file, bytes) => writeFileSync(file, bytes.subarray(0, -1)),
    (file) => appendFileSync(file, 'x'),
    (file, bytes) => {
      const at = bytes.length - 40;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    },
    (file) => writeFileSync(file, ''),
    (file, bytes) =>
      writeFileSync(file, Buffer.from(bytes.toString('latin1').replace('LWXSNAP2', 'LWXSNAP9'), 'latin1')),
    (file, bytes) =>
      writeFileSync(file, Buffer.from(bytes.toString('latin1').replace('"public"', '"oublic"'), 'latin1')),
  ];
  for (const [index, damage] of spoil.entries()) {
    const { header } = parseSnapshot((await snapshot()).body);
    const file = join(folder, `2-public-${header.position}.snapshot`);
    damage(file, readFileSync(file));
    await fixture.restart();
    const { id } = await fixture.issue();
    await fixture.revoke(id);
    const after = parseSnapshot((await snapshot()).body);
    const { json } = await fixture.get(`/${SLUG}/feed/head`);
    assert.equal(after.header.position, json.position, `damage ${index}`);
    assert.ok(!existsSync(file), 'the damaged one is gone');
  }
});

it('a deleted snapshot is rebuilt', async () => {
  const { header } = parseSnapshot((await snapshot()).body);
  rmSync(folder, { recursive: true });
  const { status, body } = await snapshot();
  assert.equal(status, 200);
  assert.equal(parseSnapshot(body).header.count, header.count);
});
