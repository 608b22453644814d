import type { SigningKeyRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import { SYSTEM } from '../access/actor.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { Ledger } from '../audit/ledger.ts';
import { revokeStep } from '../keys/end-keys.ts';
import { raiseEpoch } from '../workspaces/raise-epoch.ts';
import type { WorkspacePlan } from './plan.ts';

/** Keys per lookup; the store reads at most 500 by ID. */
const KEYS_AT_ONCE = 500;

/** The reason in the records of keys that a restore revokes. */
const REASON = 'ended after the backup';

export interface SettleOptions {
  readonly now: number;
  /** Nobody may administer the authority any more who could before. */
  readonly removePeople: boolean;
  /** Called with the number of keys revoked so far. */
  readonly progress: (keys: number) => void;
}

/**
 * Carries out the plans of all workspaces in one transaction: revokes what is in no set any more, ends every session,
 * and starts a new history of each workspace, later than any that a reader may have seen. Only then are they settled.
 */
export async function settle(tx: Tx, plans: readonly WorkspacePlan[], options: SettleOptions): Promise<void> {
  let done = 0;
  // Anyone who has signed out or lost access since can't come back; the others sign in again.
  await tx.db.sessions.removeAll();
  for (const plan of plans) {
    for (let at = 0; at < plan.revoke.length; at += KEYS_AT_ONCE) {
      const ids = plan.revoke.slice(at, at + KEYS_AT_ONCE);
      await inLedger(tx, plan, options.now, async (ledger) => {
        for (const key of await tx.db.keys.byIds(ids))
          await revokeStep(REASON)(ledger, key, ledger.workspace);
      });
      done += ids.length;
      options.progress(done);
    }
    if (plan.evidence.full !== undefined) await removeUnusedSigningKeys(tx, plan, options.now);
    if (plan.workspace.slug === ADMIN_SLUG && options.removePeople) await removePeople(tx, plan, options.now);
    await beginAnew(tx, plan, options.now);
  }
}

function inLedger(
  tx: Tx,
  { workspace }: WorkspacePlan,
  now: number,
  work: (ledger: Ledger) => Promise<void>,
): Promise<void> {
  return Ledger.write(tx, workspace.id, SYSTEM, now, work);
}

/**
 * No feed names signing keys. But one that was revoked has taken all of its keys with it, so one without any live key
 * may have been.
 */
async function removeUnusedSigningKeys(tx: Tx, plan: WorkspacePlan, now: number): Promise<void> {
  const { db } = tx;
  await inLedger(tx, plan, now, async (ledger) => {
    for (const row of await db.signingKeys.ofWorkspace(plan.workspace.id, 1_000)) {
      if (row.published !== 1 || (await db.signingKeys.countLive(row.kid, now, 1)) > 0) continue;
      await removeSigningKey(ledger, row);
    }
  });
}

async function removeSigningKey(ledger: Ledger, row: SigningKeyRow): Promise<void> {
  const columns = { published: 0, sealed: null, removed_at: ledger.at, ...ledger.next('signing-key') };
  await ledger.tx.db.signingKeys.update(row.id, columns);
  ledger.signingKey('removed', row);
  ledger.record({ action: 'signing-key.retire', kid: row.kid, texts: { reason: REASON } });
}

async function removePeople(tx: Tx, plan: WorkspacePlan, now: number): Promise<void> {
  await inLedger(tx, plan, now, async (ledger) => {
    for (const row of await tx.db.people.all()) {
      await tx.db.people.remove(row.id);
      ledger.record({ action: 'person.remove', details: { person: row.id }, texts: { person: row.login } });
    }
  });
}

async function beginAnew(tx: Tx, plan: WorkspacePlan, now: number): Promise<void> {
  const { workspace, evidence, copiedAt, unknownSince } = plan;
  const sets = [evidence.signed, evidence.full].flatMap((set) => set ?? []);
  await inLedger(tx, plan, now, async (ledger) => {
    ledger.record({
      action: 'workspace.restore',
      details: {
        copiedAt,
        revoked: plan.revoke.length,
        uncovered: plan.uncovered,
        lost: plan.lost.count,
        unknownSince,
      },
    });
  });
  const row = (await tx.db.workspaces.byId(workspace.id)) ?? workspace;
  const above = sets.reduce((most, { position }) => Math.max(most, position.epoch), 0);
  await raiseEpoch(tx, row, SYSTEM, now, above);
  await tx.db.workspaces.update(workspace.id, { unknown_since: null });
}
