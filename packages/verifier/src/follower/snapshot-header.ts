/** The header of a snapshot (spec/feed.md §3). */
export interface SnapshotHeader {
  readonly issuer: string;
  readonly feed: 'public' | 'full';
  readonly epoch: number;
  readonly seq: number;
  readonly count: number;
  /** Length of the entries. */
  readonly bytes: number;
}

const MAGIC = 'LWXSNAP1';

/** Reads the JSON of a header, or undefined where a member is missing or of another type. Others are passed over. */
export function parseSnapshotHeader(text: string): SnapshotHeader | undefined {
  let header: Partial<SnapshotHeader> | null;
  try {
    header = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof header !== 'object' || header === null) return undefined;
  const { issuer, feed, epoch, seq, count, bytes } = header;
  const right =
    typeof issuer === 'string' &&
    (feed === 'public' || feed === 'full') &&
    isCount(epoch) &&
    epoch >= 1 &&
    isCount(seq) &&
    isCount(count) &&
    isCount(bytes);
  return right ? { issuer, feed, epoch, seq, count, bytes } : undefined;
}

/** The first bytes of a snapshot: magic, length, header. */
export function snapshotStart(header: SnapshotHeader): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const start = Buffer.alloc(12 + json.length);
  start.write(MAGIC, 'latin1');
  start.writeUInt32LE(json.length, 8);
  json.copy(start, 12);
  return start;
}

/** Whether bytes begin like a snapshot of this version. */
export function hasSnapshotMagic(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, MAGIC.length) === MAGIC;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
