import { AUDIT_BEGINNING } from '@lostwax/contract';
import type { Reads } from '../../../store/queries/queries.ts';
import type { AuditRow, WorkspaceRow } from '../../../store/rows.ts';
import { rowHash } from '../row-hash.ts';

/**
 * Reports whether a row links to the rows before and after it, that is, it wasn't inserted or changed without
 * the rest of the chain.
 */
export async function isInChain(db: Reads, workspace: WorkspaceRow, row: AuditRow): Promise<boolean> {
  const before = await db.audit.at(workspace.id, row.seq - 1);
  const after = await db.audit.at(workspace.id, row.seq + 1);
  const start = row.seq === 1 ? AUDIT_BEGINNING : before?.hash;
  if (start === undefined || !rowHash(start, row).equals(row.hash)) return false;
  const next = after === undefined ? row.hash : rowHash(row.hash, after);
  return Buffer.from(next).equals(after?.hash ?? workspace.audit_hash);
}
