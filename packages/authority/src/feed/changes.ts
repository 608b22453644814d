import type { Kysely } from 'kysely';
import { type Position, positionText } from '../domain/position.ts';
import type { Database } from '../store/tables.ts';
import { entryColumns, eventText, type FeedKind } from './entry.ts';

/** Changes read from the store at once. */
const CHUNK = 1_000;

/** Events in order, and the position of the last of them. */
export interface Events {
  readonly bytes: Buffer;
  readonly position: Position;
}

/** The events after a position, 1,000 at most; undefined when the next one is not there or no longer kept. */
export async function eventsAfter(
  db: Kysely<Database>,
  workspaceId: number,
  after: Position,
  kind: FeedKind,
): Promise<Events | undefined> {
  const rows = await db
    .selectFrom('changes')
    .innerJoin('keys', 'keys.id', 'changes.key_id')
    .leftJoin('customers', 'customers.id', 'keys.customer_id')
    .select(['changes.seq', 'changes.published', ...entryColumns])
    .where('changes.workspace_id', '=', workspaceId)
    .where('changes.epoch', '=', after.epoch)
    .where('changes.seq', '>', after.seq)
    .orderBy('changes.seq')
    .limit(CHUNK)
    .execute();
  const last = rows.at(-1);
  // Numbered without a gap, or nothing: a reader that missed a change would accept a revoked key.
  if (last === undefined || last.seq !== after.seq + rows.length) return undefined;
  const { epoch } = after;
  const text = rows
    .map((row) => eventText(kind, positionText({ epoch, seq: row.seq }), row.published === 1, row))
    .join('');
  return { bytes: Buffer.from(text), position: { epoch, seq: last.seq } };
}

/** The workspace's position as it stands in the store now. */
export async function headOf(db: Kysely<Database>, workspaceId: number): Promise<Position> {
  return db
    .selectFrom('workspaces')
    .select(['epoch', 'seq'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow();
}

/** Whether all changes after a position are still kept. */
export async function keepsAfter(
  db: Kysely<Database>,
  workspaceId: number,
  after: Position,
  head: Position,
): Promise<boolean> {
  if (after.epoch !== head.epoch) return false;
  if (after.seq === head.seq) return true;
  const next = await db
    .selectFrom('changes')
    .select('seq')
    .where('workspace_id', '=', workspaceId)
    .where('epoch', '=', after.epoch)
    .where('seq', '=', after.seq + 1)
    .executeTakeFirst();
  return next !== undefined;
}
