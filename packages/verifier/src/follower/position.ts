/** How far a workspace's changes have come (spec/feed.md §1). */
export interface Position {
  /** From 1. */
  readonly epoch: number;
  /** From 0. */
  readonly seq: number;
}

const positionForm = /^([1-9]\d{0,15})\.(0|[1-9]\d{0,15})$/;

/** Reads `<epoch>.<seq>`, or undefined where it is anything else. */
export function parsePosition(text: unknown): Position | undefined {
  const [, epochText, seqText] = (typeof text === 'string' && positionForm.exec(text)) || [];
  return positionOf(Number(epochText), Number(seqText));
}

/** A position of two numbers, or undefined where they are none. */
export function positionOf(epoch: unknown, seq: unknown): Position | undefined {
  if (!Number.isSafeInteger(epoch) || !Number.isSafeInteger(seq)) return undefined;
  const position = { epoch: epoch as number, seq: seq as number };
  return position.epoch >= 1 && position.seq >= 0 ? position : undefined;
}

export function positionText({ epoch, seq }: Position): string {
  return `${epoch}.${seq}`;
}

/** Negative where `a` is earlier than `b`, 0 where they are equal. */
export function comparePositions(a: Position, b: Position): number {
  return a.epoch - b.epoch || a.seq - b.seq;
}
