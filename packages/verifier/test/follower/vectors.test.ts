/** spec/vectors/feed.json: what the verifiers for other languages also read. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type FeedKind, parsePointer, positionText, type RawEvent } from '@lostwax/contract';
import { FeedError } from '../../src/follower/feed-error.ts';
import { FollowedSet } from '../../src/follower/followed-set.ts';
import { type LoadedSnapshot, SnapshotReader } from '../../src/follower/snapshot.ts';
import { Freshness } from '../../src/freshness.ts';
import { PinTable } from '../../src/pin-table.ts';
import { newPinWords, readPinBytes } from '../../src/pins/words.ts';

type Named = { readonly name: string; readonly feed: FeedKind; readonly snapshot: string };
type Good = Named & { readonly position: string; readonly pins: readonly string[] };
type GoodPointer = Readonly<Record<'name' | 'position' | 'snapshot' | 'from', string>> & {
  readonly at: number;
  readonly every: number;
};
type Lines = Readonly<Record<'id' | 'event' | 'data' | 'check', string>>;

const file = join(import.meta.dirname, '../../../../spec/vectors/feed.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as {
  issuer: string;
  snapshots: { good: Good[]; bad: Named[] };
  pointers: { good: (GoodPointer & { text: string })[]; bad: { name: string; text: string }[] };
  changes: { good: (Good & { events: Lines[] })[]; bad: (Named & { event: Lines })[] };
};
const methods = new Set(['signed', 'opaque', 'shared-signed']);

describe('the vectors of the feed', () => {
  it('good snapshots are read', () => {
    for (const vector of vectors.snapshots.good) {
      const { position, table } = load(vector);
      assert.equal(positionText(position), vector.position, vector.name);
      assertHolds(table, vector);
    }
  });

  it('bad snapshots are refused', () => {
    for (const vector of vectors.snapshots.bad) assert.throws(() => load(vector), FeedError, vector.name);
  });

  it('good changes are applied', () => {
    for (const vector of vectors.changes.good) {
      const set = setAt(vector);
      set.apply(vector.events.map(raw));
      assert.equal(set.position && positionText(set.position), vector.position, vector.name);
      assertHolds(set.table, vector);
    }
  });

  it('a bad change is refused and changes nothing', () => {
    for (const vector of vectors.changes.bad) {
      const set = setAt(vector);
      const { position } = set;
      assert.throws(() => set.apply([raw(vector.event)]), FeedError, vector.name);
      assert.deepEqual([set.position, set.table.size], [position, 1], vector.name);
    }
  });
});

describe('the vectors of the static feed', () => {
  it('good pointers are read', () => {
    for (const { name, text, ...expected } of vectors.pointers.good) {
      const { issuer, position, snapshot, at, every } = parsePointer(text) ?? assert.fail(name);
      assert.equal(issuer, vectors.issuer, name);
      const [start, from] = [positionText(snapshot.position), positionText(snapshot.from)];
      assert.deepEqual(
        { position: positionText(position), snapshot: start, from, at, every },
        expected,
        name,
      );
    }
  });

  it('bad pointers are refused, or are of another issuer', () => {
    for (const { name, text } of vectors.pointers.bad)
      assert.notEqual(parsePointer(text)?.issuer ?? '', vectors.issuer, name);
  });
});

/** As a download reads it. */
function load({ feed, snapshot }: Named): LoadedSnapshot {
  const reader = new SnapshotReader({ issuer: vectors.issuer, kind: feed, methods, maxBytes: 2 ** 20 });
  reader.push(Buffer.from(snapshot, 'base64'));
  const loaded = reader.finish();
  if (loaded.digest !== loaded.position.digest && !loaded.leftOut)
    throw new FeedError('snapshot_malformed', 'The digest differs.');
  return loaded;
}

function setAt(vector: Named): FollowedSet {
  const set = new FollowedSet({
    kind: vector.feed,
    methods,
    table: new PinTable({ withRecords: vector.feed === 'full' }),
    freshness: new Freshness(300),
    cache: undefined,
    listener: undefined,
  });
  set.take(load(vector));
  return set;
}

const raw = ({ id, event, data, check }: Lines): RawEvent => ({ id, event, data, check });

function assertHolds(table: PinTable, { name, pins }: Good): void {
  assert.equal(table.size, pins.length, name);
  for (const pin of pins) {
    const words = newPinWords();
    readPinBytes(Buffer.from(pin, 'base64url'), words);
    assert.ok(table.has(words), name);
  }
}
