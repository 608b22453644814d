/** How far a workspace's changes have come (spec/feed.md §1). */
export interface Position {
  readonly epoch: number;
  /** Gapless within an epoch. */
  readonly seq: number;
}

/** `<epoch>.<seq>`: in the feed, and the opaque part of an ETag. */
export function positionText({ epoch, seq }: Position): string {
  return `${epoch}.${seq}`;
}

/** Reads `<epoch>.<seq>`; undefined for every other spelling. */
export function parsePosition(text: string | null | undefined): Position | undefined {
  const [, epoch, seq] = /^([1-9]\d{0,14})\.(0|[1-9]\d{0,14})$/.exec(text ?? '') ?? [];
  return epoch === undefined || seq === undefined ? undefined : { epoch: Number(epoch), seq: Number(seq) };
}

/** Below, at or above 0 as `a` is before, at or after `b`: the epoch first, then the sequence. */
export function comparePositions(a: Position, b: Position): number {
  return a.epoch - b.epoch || a.seq - b.seq;
}

/** Whether nothing lies between the two. */
export function isNext(next: Position, last: Position): boolean {
  return next.epoch === last.epoch && next.seq === last.seq + 1;
}
