import { randomBytes } from 'node:crypto';
import { type Position, SetDigest } from '@lostwax/contract';
import type { WorkspaceRow } from '../../store/rows.ts';

/** Returns the position in a workspace's row. */
export function positionOf({
  lineage,
  epoch,
  seq,
  digest,
}: Pick<WorkspaceRow, 'lineage' | 'epoch' | 'seq' | 'digest'>): Position {
  return { lineage, epoch, seq, digest: new SetDigest(digest).text };
}

/** Creates the name of a new history. */
export function newLineage(): string {
  return randomBytes(8).toString('hex');
}
