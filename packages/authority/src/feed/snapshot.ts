import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type FeedKind,
  frameOf,
  HALF_PIN_BYTES,
  PIN_BYTES,
  type Position,
  positionText,
  SetDigest,
  snapshotStart,
} from '@lostwax/contract';
import type { DamagedRecords } from '../store/damaged.ts';
import type { Reads } from '../store/queries/queries.ts';
import type { Store } from '../store/store.ts';
import { headOf } from './changes.ts';
import { fullEntry } from './entry.ts';

/** Records read and rendered in one turn of the event loop. */
const RECORDS_PER_TURN = 500;

/** An immutable snapshot on disk, of one position. */
export interface Snapshot {
  readonly file: string;
  readonly bytes: number;
  readonly position: Position;
  readonly count: number;
}

/**
 * Writes a consistent snapshot of a workspace's set. Entries are written as they are read, part of
 * a shard at a time with a turn of the event loop in between, so that their number affects neither
 * memory nor other requests; header and checksum follow once they are known.
 *
 * @param signal - Cancels; the promise then rejects.
 * @param fileOf - Returns the target file; temporary files come and go next to it.
 * @param differs - Called if the keys don't match the digest of the set and no damaged record
 * explains it: somebody has written to the database directly. The snapshot says so, but is made all
 * the same: one row must not cut every reader off from the other keys.
 */
export async function writeSnapshot(
  store: Store,
  workspace: { readonly id: number; readonly issuer: string },
  kind: FeedKind,
  signal: AbortSignal,
  fileOf: (position: Position) => string,
  differs: (error: Error) => void,
): Promise<Snapshot> {
  const at = Date.now();
  return store.frozen(async (db) => {
    const position = await headOf(db, workspace.id);
    const file = fileOf(position);
    const part = `${file}.part`;
    const entries = `${file}.entries`;
    try {
      const { count, digest } = await writeEntries(db, store.damaged, workspace.id, kind, entries, signal);
      const fits = digest === position.digest;
      if (!fits && store.damaged.count === 0) differs(notItsSet(workspace.issuer, position));
      const { size } = await stat(entries);
      const header = {
        ...{ issuer: workspace.issuer, feed: kind, position, count, bytes: size },
        ...(fits ? {} : { leftOut: true }),
        at,
      };
      const bytes = await compose(part, snapshotStart(header), entries, signal);
      await rename(part, file);
      return { file, bytes, position, count };
    } finally {
      await rm(entries, { force: true });
      await rm(part, { force: true });
    }
  });
}

function notItsSet(issuer: string, position: Position): Error {
  return new Error(
    `The published keys of ${issuer} do not match the digest of ${positionText(position)}: the database was damaged, or changed by something other than the authority. Run "lostwax audit verify" to see which keys differ, and "lostwax audit verify --revoke-unknown" to revoke them.`,
  );
}

interface Part {
  readonly bytes: Buffer;
  readonly count: number;
  /** The first halves of the pins, concatenated. */
  readonly pins: Buffer;
}

async function writeEntries(
  db: Reads,
  damaged: DamagedRecords,
  workspaceId: number,
  kind: FeedKind,
  file: string,
  signal: AbortSignal,
): Promise<{ readonly count: number; readonly digest: string }> {
  const digest = new SetDigest();
  const partsOf = kind === 'public' ? publicParts : fullParts;
  let count = 0;
  async function* entries() {
    for (let shard = 0; shard < 256; shard += 1) {
      for await (const part of partsOf(db, workspaceId, shard, damaged)) {
        count += part.count;
        digest.toggleAll(part.pins);
        yield part.bytes;
        await nextTurn();
      }
    }
  }
  await pipeline(entries, createWriteStream(file, { mode: 0o600 }), { signal });
  return { count, digest: digest.text };
}

async function* publicParts(db: Reads, workspaceId: number, shard: number): AsyncGenerator<Part> {
  const bytes = await db.published.halfPins(workspaceId, shard);
  yield { bytes, count: bytes.length / HALF_PIN_BYTES, pins: bytes };
}

async function* fullParts(
  db: Reads,
  workspaceId: number,
  shard: number,
  damaged: DamagedRecords,
): AsyncGenerator<Part> {
  let last = 0;
  for (let read = RECORDS_PER_TURN; read === RECORDS_PER_TURN; ) {
    const rows = await db.published.keys(workspaceId, shard, last, RECORDS_PER_TURN);
    const entries = rows.flatMap((row) => {
      const text = fullEntry(row);
      if (text === undefined) damaged.found(row.kid, 'its pin, scopes or claims cannot be read');
      return text === undefined ? [] : [Buffer.from(text)];
    });
    const parts = entries.map(frameOf);
    read = rows.length;
    last = rows.at(-1)?.id ?? last;
    const pins = Buffer.concat(
      rows.flatMap(({ pin, jwk }) =>
        jwk !== null && pin.length === PIN_BYTES ? [pin.subarray(0, HALF_PIN_BYTES)] : [],
      ),
    );
    yield { bytes: Buffer.concat(parts), count: entries.length, pins };
  }
}

/** Joins magic, header, entries and checksum; resolves with the total length. */
async function compose(file: string, start: Buffer, entries: string, signal: AbortSignal): Promise<number> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = (chunk: Buffer): Buffer => {
    hash.update(chunk);
    bytes += chunk.length;
    return chunk;
  };
  async function* whole() {
    yield counted(start);
    for await (const chunk of createReadStream(entries, { highWaterMark: 1 << 20 }))
      yield counted(chunk as Buffer);
    const checksum = hash.digest();
    bytes += checksum.length;
    yield checksum;
  }
  // Synced before it gets its name: after a power loss, a file of that name must be complete.
  await pipeline(whole, createWriteStream(file, { mode: 0o600, flush: true }), { signal });
  return bytes;
}
