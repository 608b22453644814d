import type { Reads } from '../../../store/queries/queries.ts';
import type { KeyRow, WorkspaceRow } from '../../../store/rows.ts';
import { isKnownToAudit } from './unknown.ts';

/** Keys that one step looks at. */
const KEYS_A_LOOK = 250;

/** Keys of one stretch that the audit does not know. */
export interface UnknownKeys {
  readonly keys: readonly KeyRow[];
  /** Where the next stretch begins; 0 when this was the last. */
  readonly below: number;
}

/**
 * Looks through a stretch of a workspace's key records, from the newest to the oldest, for those that are accepted or could come to be,
 * and that the audit does not know as they are. Goes by the records alone: a customer that is not there hides none.
 */
export async function findUnknown(
  db: Reads,
  workspaceId: number,
  below: number,
  most: number,
): Promise<UnknownKeys> {
  const looked = most === Infinity ? most : KEYS_A_LOOK;
  const rows = await db.keys.records(workspaceId, {
    below,
    most: most === Infinity ? undefined : looked,
  });
  // Read after the records, so that its chain reaches to the rows of all of them.
  const workspace = (await db.workspaces.byId(workspaceId)) as WorkspaceRow;
  const firstBound = (await db.audit.firstBound(workspaceId)) ?? Infinity;
  const keys: KeyRow[] = [];
  for (const row of rows) {
    if (row.published === 0 && row.revoked_at !== null) continue;
    if (!(await isKnownToAudit(db, workspace, row, firstBound))) keys.push(row);
  }
  return { keys, below: rows.length < looked ? 0 : (rows.at(-1)?.id ?? 0) };
}
