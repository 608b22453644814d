import assert from 'node:assert/strict';
import { it } from 'node:test';
import { seqOf } from '../../../../tools/testing/position.ts';
import {
  applyEvents,
  assertInOrder,
  bearer,
  openFeeds,
  parseSnapshot,
  SLUG,
  type Stream,
  storedPins,
} from './support.ts';

const WRITERS = 16;
const ROUNDS = 12;

const fixture = await openFeeds();
const admin = bearer(fixture.admin);
const paths = { public: `/${SLUG}/feed`, full: `/${SLUG}/feed/full` } as const;
const kinds = ['public', 'full'] as const;

/** Issues, rotates, disables, enables and revokes so that some keys end up in every state. */
async function write(customer: string): Promise<void> {
  const keys = `/v1/workspaces/${SLUG}/keys`;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id } = await fixture.issue({ customer });
    if (round % 4 === 0) await fixture.call('POST', `${keys}/${id}/disable`);
    if (round % 8 === 0) await fixture.call('POST', `${keys}/${id}/enable`);
    if (round % 4 === 1) await fixture.call('POST', `${keys}/${id}/rotate`, { overlapSeconds: 0 });
    if (round % 4 === 2) await fixture.revoke(id);
  }
}

it(`every reader sees 1 to n in order during ${WRITERS} concurrent writers, and ends up with the store's state`, async () => {
  const fromStart = await Promise.all(
    kinds.flatMap((kind) => [0, 1].map(() => fixture.follow(`${paths[kind]}?since=${fixture.at(0)}`, admin))),
  );
  let writing = true;
  const writers = Promise.all(Array.from({ length: WRITERS }, (_, n) => write(`c${n}`))).finally(() => {
    writing = false;
  });

  // Readers that start with a snapshot while all this goes on; one of each repeatedly disconnects and resumes.
  const late = kinds.map(async (kind) => {
    await fromStart[0]?.reach(40);
    const snapshot = parseSnapshot((await fixture.get(`${paths[kind]}/snapshot`, admin)).body);
    const stream = await fixture.follow(`${paths[kind]}?since=${snapshot.header.position}`, admin);
    return { kind, snapshot, stream };
  });
  const broken = kinds.map(async (kind) => {
    const parts: Stream[] = [];
    let position = fixture.at(0);
    while (writing) {
      const stream = await fixture.follow(paths[kind], { ...admin, 'last-event-id': position });
      await stream.reach(seqOf(position) + 1);
      position = stream.position ?? position;
      stream.close();
      parts.push(stream);
      // The last one may be waiting for a change that never comes.
      const { json } = await fixture.get(`/${SLUG}/feed/head`);
      if (json.position === position) break;
    }
    return { kind, parts, position };
  });

  await writers;
  const stored = storedPins(fixture.database);
  const setOf = { public: stored.half, full: stored.whole };
  const end = stored.seq;
  assert.ok(stored.seq > WRITERS * ROUNDS && stored.half.size > WRITERS);
  for (const [index, stream] of fromStart.entries()) {
    await stream.reach(end);
    assertInOrder(stream.events, 0);
    assert.equal(stream.events.length, stored.seq);
    assert.deepEqual(applyEvents([], stream.events), setOf[kinds[index >> 1] ?? 'public']);
  }
  for (const { kind, snapshot, stream } of await Promise.all(late)) {
    await stream.reach(end);
    assertInOrder(stream.events, seqOf(snapshot.header.position));
    assert.deepEqual(applyEvents(snapshot.pins.keys(), stream.events), setOf[kind]);
  }
  for (const { kind, parts, position } of await Promise.all(broken)) {
    const rest = await fixture.follow(`${paths[kind]}?since=${position}`, admin);
    if (seqOf(position) !== end) await rest.reach(end);
    const events = [...parts.flatMap((part) => part.events), ...rest.events];
    assertInOrder(events, 0);
    assert.deepEqual(applyEvents([], events), setOf[kind]);
  }
});
