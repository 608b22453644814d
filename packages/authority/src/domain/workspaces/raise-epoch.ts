import type { WorkspaceRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import type { Actor } from '../access/actor.ts';
import { Ledger } from '../audit/ledger.ts';
import { newLineage } from './position.ts';

/**
 * Starts a new history of a workspace's changes: another lineage, a higher epoch, numbers from 0, and the
 * digest and count of the keys published now. No reader can then continue from an earlier position.
 *
 * @param above - The new epoch is also higher than this.
 * @returns The new epoch.
 */
export async function raiseEpoch(
  tx: Tx,
  { id, epoch }: WorkspaceRow,
  actor: Actor,
  now: number,
  above = 0,
): Promise<number> {
  const raised = Math.max(now, epoch + 1, above + 1);
  const lineage = newLineage();
  await Ledger.write(tx, id, actor, now, async (ledger) => {
    ledger.record({ action: 'workspace.raise_epoch', details: { lineage, epoch: raised } });
  });
  await tx.db.workspaces.beginHistory(id, { lineage, epoch: raised });
  return raised;
}
