import { LimitError } from './limit-error.ts';
import { type Position, parsePosition, positionText } from './position.ts';

/**
 * The two feeds (spec/feed.md §1): public, of signed keys by half their pin; full, of all keys with
 * their records.
 */
export type FeedKind = 'public' | 'full';

/** The header of a snapshot (spec/feed.md §3). */
export interface SnapshotHeader {
  readonly issuer: string;
  readonly feed: FeedKind;
  readonly position: Position;
  readonly count: number;
  /** Length of the entries. */
  readonly bytes: number;
  /**
   * Whether the entries do not add up to the digest: damaged records were left out, or the database
   * was changed behind the authority's back.
   */
  readonly leftOut?: boolean;
  /** When the set was complete, in milliseconds since the Unix epoch. */
  readonly at?: number;
}

/** Media type of a snapshot. */
export const SNAPSHOT_TYPE = 'application/vnd.lostwax.snapshot';
/** The first bytes of a snapshot: what it is, and its version. */
const MAGIC = 'LWXSNAP2';
/** Length of what comes before the header: the magic, and the header's length. */
export const PREAMBLE_BYTES = 12;
/** Length of a header at most. */
export const MOST_HEADER_BYTES = 4_096;
/** SHA-256 of all before, at the end. */
export const CHECKSUM_BYTES = 32;

/**
 * Reads the JSON of a header, or undefined where a member is missing or of another type. Others are
 * passed over.
 */
export function parseSnapshotHeader(text: string): SnapshotHeader | undefined {
  let header: { readonly [name: string]: unknown } | null;
  try {
    header = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof header !== 'object' || header === null) return undefined;
  const { issuer, feed, count, bytes, leftOut, at } = header as Partial<SnapshotHeader>;
  const position = parsePosition(header['position']);
  const right =
    typeof issuer === 'string' && (feed === 'public' || feed === 'full') && isCount(count) && isCount(bytes);
  return right && position !== undefined
    ? {
        ...{ issuer, feed, position, count, bytes },
        ...(leftOut === true && { leftOut }),
        ...(isCount(at) && { at }),
      }
    : undefined;
}

/**
 * Magic, length and header: all that comes before the entries.
 *
 * @param atLeast - Length to be filled up with spaces, which change nothing after JSON.
 * @throws {@link LimitError} for a header of more than 4,096 bytes: no reader would accept it.
 */
export function snapshotStart({ position, ...rest }: SnapshotHeader, atLeast = 0): Buffer {
  const { issuer, feed, count, bytes, leftOut, at } = rest;
  const header = { issuer, feed, position: positionText(position), count, bytes, leftOut, at };
  const json = Buffer.from(JSON.stringify(header));
  const length = Math.max(json.length, atLeast - PREAMBLE_BYTES);
  if (length > MOST_HEADER_BYTES) throw new LimitError('The header of a snapshot is too long.');
  const start = Buffer.alloc(PREAMBLE_BYTES + length, ' ');
  start.write(MAGIC, 'latin1');
  start.writeUInt32LE(length, MAGIC.length);
  json.copy(start, PREAMBLE_BYTES);
  return start;
}

/**
 * Reads the first 12 bytes of a snapshot.
 *
 * @param bytes - At least these.
 * @returns The length of the header after them; undefined for what does not begin like a snapshot,
 * or has a header of more than 4,096 bytes.
 */
export function headerLength(bytes: Buffer): number | undefined {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const length = bytes.readUInt32LE(MAGIC.length);
  return length > MOST_HEADER_BYTES ? undefined : length;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
