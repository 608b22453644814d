import { isSameHistory } from '@lostwax/contract';
import type { Announced, Failover, Removal } from '../../store/failover.ts';
import type { OwnedKeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import { SYSTEM } from '../access/actor.ts';
import { lastWritten } from '../audit/last-written.ts';
import { Ledger } from '../audit/ledger.ts';
import { revokeStep } from '../keys/end-keys.ts';
import { raiseEpoch } from '../workspaces/raise-epoch.ts';

/** What a failover turned out to mean. */
export type TakenOver =
  /** Nothing that was confirmed is missing. Readers continue. */
  | { readonly kind: 'complete' }
  /** Something may be missing, so readers start again with the whole set. `revoked`: keys whose removal was missing. */
  | { readonly kind: 'incomplete'; readonly revoked: number }
  /** The database looks like an earlier copy. It is not served before it is settled. */
  | { readonly kind: 'copy' };

/**
 * A process that starts on a new server, and finds that nothing was committed there for so long, can't tell a failover from a copy
 * that was put back. A running authority commits more often, and gates that hear nothing refuse every key by then.
 */
const RECENT_MILLISECONDS = 300_000;

/** Keys per lookup; the store reads at most 500 by ID. */
const KEYS_AT_ONCE = 500;

/** The reason in the records of keys that are revoked here. */
const REASON = 'ended before a database failover that lost it';

/**
 * Deals with a failover of the database. Unless all that was confirmed is known to be there, a new history of each workspace
 * begins. Keys that this process knows to have ended are revoked if the new server has them.
 */
export async function takeOver(tx: Tx, failover: Failover, now: number): Promise<TakenOver> {
  const { isFirst, synchronous, lastCommitAt = 0, announced } = failover;
  const rows = await tx.db.workspaces.all();
  const mayLack = isFirst && !synchronous;
  if (mayLack && announced === undefined && rows.length > 0 && lastCommitAt < now - RECENT_MILLISECONDS) {
    for (const row of rows) await markUnsettled(tx, row);
    return { kind: 'copy' };
  }
  let revoked = 0;
  let isComplete = true;
  for (const row of rows) {
    const lost = announced === undefined ? [] : await lostRemovals(tx, row, announced.removed);
    await revokeAll(tx, row, lost, now);
    revoked += lost.length;
    if (!mayLack && lost.length === 0 && !isBehind(row, announced)) continue;
    isComplete = false;
    await raiseEpoch(tx, row, SYSTEM, now);
  }
  return isComplete ? { kind: 'complete' } : { kind: 'incomplete', revoked };
}

async function markUnsettled({ db }: Tx, row: WorkspaceRow): Promise<void> {
  if (row.unknown_since !== null) return;
  await db.workspaces.update(row.id, { unknown_since: await lastWritten(db, row) });
}

/** Whether changes were announced that the database doesn't have. */
function isBehind(row: WorkspaceRow, announced: Announced | undefined): boolean {
  const head = announced?.heads.get(row.id);
  return head !== undefined && isSameHistory(head, row) && head.seq > row.seq;
}

/** Keys whose removal was announced, and whose records are older than it. */
async function lostRemovals(
  { db }: Tx,
  { id }: WorkspaceRow,
  removed: ReadonlyMap<string, Removal>,
): Promise<readonly OwnedKeyRow[]> {
  const kids = [...removed].flatMap(([kid, { workspaceId }]) => (workspaceId === id ? [kid] : []));
  const lost: OwnedKeyRow[] = [];
  for (let at = 0; at < kids.length; at += KEYS_AT_ONCE) {
    for (const key of await db.keys.byKids(id, kids.slice(at, at + KEYS_AT_ONCE))) {
      const removal = removed.get(key.kid);
      if (key.published === 1 && removal !== undefined && isBefore(key, removal)) lost.push(key);
    }
  }
  return lost;
}

function isBefore({ changed_epoch, changed_seq }: OwnedKeyRow, { epoch, seq }: Removal): boolean {
  return changed_epoch < epoch || (changed_epoch === epoch && changed_seq < seq);
}

async function revokeAll(
  tx: Tx,
  row: WorkspaceRow,
  keys: readonly OwnedKeyRow[],
  now: number,
): Promise<void> {
  if (keys.length === 0) return;
  await Ledger.write(tx, row.id, SYSTEM, now, async (ledger) => {
    for (const key of keys) await revokeStep(REASON)(ledger, key, ledger.workspace);
  });
}
