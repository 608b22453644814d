import {
  EventStreamParser,
  isSameHistory,
  type KnownSet,
  MOST_POINTER_BYTES,
  MOST_SEGMENT_BYTES,
  parsePointer,
  parsePosition,
  positionText,
  segmentFile,
  snapshotFile,
} from '@lostwax/contract';
import { knownSet } from '../cache/known-set.ts';
import { Freshness } from '../freshness.ts';
import { PinTable } from '../pin-table.ts';
import { FeedError } from './feed-error.ts';
import { FollowedSet } from './followed-set.ts';
import { SnapshotReader } from './snapshot.ts';

/** Reads a file of a static feed. Its name is relative to the pointer's folder. */
export type ReadFile = (name: string) => Promise<AsyncIterable<Uint8Array>>;

/** The pointer's name in its folder. */
const POINTER = 'pointer.json';

/**
 * Reads the set that a static feed has published: its snapshot, and the changes after it up to the pointer's position.
 *
 * @throws {@link FeedError} if a file isn't what it should be; what `read` throws.
 */
export async function readPublished(read: ReadFile, methods: ReadonlySet<string>): Promise<KnownSet> {
  const pointer = parsePointer((await bytesOf(await read(POINTER), MOST_POINTER_BYTES)).toString('utf8'));
  if (pointer === undefined || typeof pointer.issuer !== 'string')
    throw new FeedError('feed_malformed', 'It is not the pointer of a static feed.');
  const { issuer, position, at, snapshot } = pointer;
  const kind = 'public';
  const reader = new SnapshotReader({ issuer, kind, methods, maxBytes: Number.MAX_SAFE_INTEGER });
  for await (const chunk of await read(snapshotFile(snapshot.position))) reader.push(Buffer.from(chunk));
  const set = new FollowedSet({
    ...{ kind, methods, cache: undefined, listener: undefined },
    table: new PinTable({ withRecords: false }),
    freshness: new Freshness(1),
  });
  set.take(reader.finish());
  for (let from = snapshot.from; ; ) {
    const reached = set.position ?? snapshot.position;
    if (positionText(reached) === positionText(position)) break;
    const parser = new EventStreamParser();
    const events = parser.push(await bytesOf(await read(segmentFile(from)), MOST_SEGMENT_BYTES));
    set.apply(
      events.filter(({ id }) => {
        const it = parsePosition(id);
        // A segment may begin before the snapshot, and grow beyond the pointer.
        return (
          it === undefined || !isSameHistory(it, reached) || isBetween(it.seq, reached.seq, position.seq)
        );
      }),
    );
    const next = set.position ?? reached;
    if (next.seq <= reached.seq)
      throw new FeedError('feed_malformed', `The changes after ${positionText(reached)} are missing.`);
    from = next;
  }
  return knownSet({ issuer, feed: kind, position, completeAt: at }, set.table);
}

function isBetween(seq: number, above: number, most: number): boolean {
  return seq > above && seq <= most;
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > most) throw new FeedError('too_large', 'A file of the static feed is too long.');
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}
