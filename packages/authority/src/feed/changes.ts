import type { FeedKind, Position } from '@lostwax/contract';
import { positionOf } from '../domain/workspaces/position.ts';
import type { Reads } from '../store/queries/queries.ts';
import { changeText, otherText } from './entry.ts';

/** Number of changes read from the store at once. */
const CHUNK = 1_000;

/** Events in order, and the position of the last one. */
export interface Events {
  readonly bytes: Buffer;
  readonly position: Position;
}

/**
 * Returns up to 1,000 events after a position; undefined if the next one doesn't exist or is no
 * longer kept.
 */
export async function eventsAfter(
  db: Reads,
  workspaceId: number,
  after: Position,
  kind: FeedKind,
): Promise<Events | undefined> {
  const rows = await db.changes.after(workspaceId, after.epoch, after.seq, CHUNK);
  const last = rows.at(-1);
  // Numbered without gaps, or not at all: a reader that missed a change would accept a revoked key.
  if (last === undefined || last.seq !== after.seq + rows.length) return undefined;
  const { lineage, epoch } = after;
  const at = ({ seq, digest }: typeof last): Position => positionOf({ lineage, epoch, seq, digest });
  const text = rows
    .map((row) =>
      row.kid === null ? otherText(kind, at(row)) : changeText(kind, at(row), row.published === 1, row),
    )
    .join('');
  return { bytes: Buffer.from(text), position: at(last) };
}

/** Returns the workspace's current position in the store. */
export async function headOf(db: Reads, workspaceId: number): Promise<Position> {
  const row = await db.workspaces.head(workspaceId);
  if (row === undefined) throw new Error(`The store does not contain workspace ${workspaceId}.`);
  return positionOf(row);
}
