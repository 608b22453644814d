import { isSameHistory, type Position, SetDigest } from '@lostwax/contract';
import type { Reads } from '../../store/queries/queries.ts';

/**
 * Reports whether a position belongs to this history, and all changes after it are still kept. The
 * digest at that position follows from the next change, its pin and the digest after it. A reader
 * of another history with the same numbers has a different digest, and must not continue from
 * there.
 */
export async function keepsAfter(
  db: Reads,
  workspaceId: number,
  after: Position,
  head: Position,
): Promise<boolean> {
  if (!isSameHistory(after, head) || after.seq > head.seq) return false;
  if (after.seq === head.seq) return after.digest === head.digest;
  const next = await db.changes.at(workspaceId, after.epoch, after.seq + 1);
  if (next === undefined) return false;
  const before = new SetDigest(next.digest);
  if (next.pin !== null && next.jwk !== null) before.toggle(next.pin);
  return before.text === after.digest;
}
