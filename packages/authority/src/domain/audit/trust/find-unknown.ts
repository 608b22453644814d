import type { Reads } from '../../../store/queries/queries.ts';
import type { KeyRow, WorkspaceRow } from '../../../store/rows.ts';
import { isKnownToAudit } from './unknown.ts';

/** Keys checked per step. */
const KEYS_A_LOOK = 250;

/** A batch of keys that the audit log doesn't know. */
export interface UnknownKeys {
  readonly keys: readonly KeyRow[];
  /** Where the next batch starts; 0 after the last. */
  readonly below: number;
}

/**
 * Checks a batch of a workspace's key records, newest first, for keys that are or could become accepted and
 * that the audit log doesn't know in their current form. Relies on the key records alone, so a missing
 * customer record hides no key.
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
  // Read after the records, so that its chain covers the rows of all of them.
  const workspace = (await db.workspaces.byId(workspaceId)) as WorkspaceRow;
  const firstBound = (await db.audit.firstBound(workspaceId)) ?? Infinity;
  const keys: KeyRow[] = [];
  for (const row of rows) {
    if (row.published === 0 && row.revoked_at !== null) continue;
    if (!(await isKnownToAudit(db, workspace, row, firstBound))) keys.push(row);
  }
  return { keys, below: rows.length < looked ? 0 : (rows.at(-1)?.id ?? 0) };
}
