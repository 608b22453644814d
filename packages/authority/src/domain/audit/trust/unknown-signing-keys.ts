import type { Reads } from '../../../store/queries/queries.ts';
import type { SigningKeyRow, WorkspaceRow } from '../../../store/rows.ts';
import { jsonObjectOf } from '../../stored-json.ts';
import { publicHalfHash } from './binding.ts';
import { isInChain } from './in-chain.ts';

const END_ACTIONS = new Set(['signing-key.revoke', 'signing-key.retire']);

/**
 * Finds a workspace's signing keys that are in the key set, or could come into it, and that the audit log
 * doesn't know in this form. With the private half of such a key, anyone can create tokens that gateways accept.
 */
export async function findUnknownSigningKeys(
  db: Reads,
  workspaceId: number,
): Promise<readonly SigningKeyRow[]> {
  const rows = await db.signingKeys.ofWorkspace(workspaceId, Number.MAX_SAFE_INTEGER);
  const workspace = (await db.workspaces.byId(workspaceId)) as WorkspaceRow;
  const unknown: SigningKeyRow[] = [];
  for (const row of rows) {
    if (row.published === 0 && row.removed_at !== null) continue;
    if (!(await isKnown(db, workspace, row))) unknown.push(row);
  }
  return unknown;
}

async function isKnown(db: Reads, workspace: WorkspaceRow, { kid, jwk }: SigningKeyRow): Promise<boolean> {
  const rows = await db.audit.ofKey(workspace.id, kid);
  // It is created once: a later row of this kind was forged.
  const created = rows.find(({ action }) => action === 'signing-key.create');
  if (created === undefined || rows.some(({ action }) => END_ACTIONS.has(action))) return false;
  return (
    jsonObjectOf(created.details)?.['publicHalfHash'] === publicHalfHash(jwk) &&
    isInChain(db, workspace, created)
  );
}
