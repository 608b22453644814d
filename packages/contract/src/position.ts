/**
 * Identifies the history of a workspace's set and how far its changes have come (spec/feed.md §1).
 */
export interface Position {
  /** 16 hexadecimal digits: the random id of the history, new after every restore. */
  readonly lineage: string;
  /**
   * Milliseconds since the Unix epoch at which the history began; at least 1. Of two histories the
   * later one has the higher epoch.
   */
  readonly epoch: number;
  /** Number of the last change, gapless within a history; 0 before the first. */
  readonly seq: number;
  /** The digest of the set there, as `SetDigest` writes it. */
  readonly digest: string;
}

/**
 * The form of a position. Of the last of 22 base64url characters only two bits count; numbers end
 * at 2^53 - 1.
 */
export const positionForm: RegExp = /^([0-9a-f]{16})\.([1-9]\d{0,15})\.(0|[1-9]\d{0,15})\.([\w-]{21}[AQgw])$/;

/** `<lineage>.<epoch>.<seq>.<digest>`: in the feed, and the opaque part of an ETag. */
export function positionText({ lineage, epoch, seq, digest }: Position): string {
  return `${lineage}.${epoch}.${seq}.${digest}`;
}

/** Parses a position; undefined for any other spelling, and for values that aren't strings. */
export function parsePosition(text: unknown): Position | undefined {
  const [, lineage, epochText, seqText, digest] = (typeof text === 'string' && positionForm.exec(text)) || [];
  const [epoch, seq] = [Number(epochText), Number(seqText)];
  if (lineage === undefined || digest === undefined) return undefined;
  return Number.isSafeInteger(epoch) && Number.isSafeInteger(seq)
    ? { lineage, epoch, seq, digest }
    : undefined;
}

/**
 * Reports whether two positions belong to the same history. Only then do their sequence numbers
 * count the same changes.
 */
export function isSameHistory(a: Pick<Position, 'lineage' | 'epoch'>, b: typeof a): boolean {
  return a.lineage === b.lineage && a.epoch === b.epoch;
}

/**
 * Below, at or above 0 as `a` is before, at or after `b`: the epoch first, then the sequence. It
 * does not look at lineage and digest.
 */
export function comparePositions(a: Pick<Position, 'epoch' | 'seq'>, b: typeof a): number {
  return a.epoch - b.epoch || a.seq - b.seq;
}
