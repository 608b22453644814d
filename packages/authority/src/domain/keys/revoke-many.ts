import { setImmediate as nextTurn } from 'node:timers/promises';
import { AuthorityError } from '../../errors.ts';
import type { Actor } from '../access/actor.ts';
import { Ledger } from '../audit/ledger.ts';
import { findUnknown } from '../audit/trust/find-unknown.ts';
import type { Context } from '../context.ts';
import { customerBySubject } from '../customers/rows.ts';
import { holderOf, personByLogin } from '../people/rows.ts';
import { matching, type RevokeDetails } from '../tasks/revoke.ts';
import { nextKeys } from '../tasks/walk.ts';
import { raiseEpoch } from '../workspaces/raise-epoch.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { assertAdminRemains } from './lifecycle.ts';
import type { BulkRevocation, RevocationFilter } from './types.ts';

/** Key ids that an answer names. */
const NAMED = 1_000;

/**
 * Revokes every key that matches, in steps, and answers when all are durable. Keys that are issued meanwhile stay.
 *
 * @throws {@link AuthorityError} `invalid_request` for a filter without a member: it would take every key.
 */
export async function revokeMany(
  context: Context,
  actor: Actor,
  slug: string,
  filter: RevocationFilter,
  dryRun: boolean,
  reason: string | undefined,
): Promise<BulkRevocation> {
  const { store, tasks, now } = context;
  if (Object.values(filter).every((member) => member === undefined)) {
    throw new AuthorityError(
      'invalid_request',
      'Say which keys: give at least one of customer, createdBy, createdAfter, createdBefore, unknownToAudit.',
    );
  }
  if (filter.unknownToAudit && Object.values(filter).filter((it) => it !== undefined).length > 1) {
    throw new AuthorityError(
      'invalid_request',
      'unknownToAudit takes every key that the audit does not know, and cannot be narrowed. Leave out the other members.',
      { pointer: '/unknownToAudit' },
    );
  }
  const workspace = await workspaceRow(store.read, slug);
  if (filter.unknownToAudit && workspace.keys_bound === 0) {
    throw new AuthorityError(
      'storage_unavailable',
      'After the upgrade, the audit is still taking in the keys that were there before, so it does not know all of them yet. Nothing was changed. Try again in a few minutes.',
    );
  }
  const { customer: subject, createdBy, ...times } = filter;
  const rest = createdBy === undefined ? times : { ...times, makers: await namesOf(store.read, createdBy) };
  const [customer] = subject === undefined ? [] : await customerBySubject(store.read, workspace.id, subject);
  if (subject !== undefined && customer === undefined) return { count: 0, keyIds: [], dryRun };
  const walked = { workspace_id: workspace.id, customer_id: customer?.id ?? null };
  if (dryRun) return { ...(await count(context, walked, rest)), dryRun };
  const details: RevokeDetails = { filter: rest, reason };
  if (filter.unknownToAudit && (await count(context, walked, rest)).count === 0)
    return { count: 0, keyIds: [], dryRun };
  const begun = await store.end(async (tx) => {
    // Where a pin was changed in the database, readers of before hold the one that was issued, and the changes can only tell of the other: they
    // would go on accepting a key that is revoked.
    if (filter.unknownToAudit) await raiseEpoch(tx, workspace, actor, now());
    return Ledger.write(tx, workspace.id, actor, now(), async (ledger) => {
      const kind = filter.unknownToAudit ? ('revoke-unknown' as const) : ('revoke' as const);
      const task = { ...walked, kind, details: JSON.stringify(details), actor: actor.id };
      const first = await tasks.begin(ledger, task);
      await assertAdminRemains(tx, workspace);
      return first;
    });
  });
  return { ...(await tasks.done(begun, actor)), dryRun };
}

/** What records call somebody who is named as people name each other: a person by login or id. */
async function namesOf(db: Context['store']['read'], createdBy: string): Promise<readonly string[]> {
  const person = await personByLogin(db, createdBy);
  return [createdBy, holderOf({ id: createdBy }), ...(person === undefined ? [] : [holderOf(person)])];
}

async function count(
  { store, now }: Context,
  walked: { readonly workspace_id: number; readonly customer_id: number | null },
  filter: RevokeDetails['filter'],
): Promise<Omit<BulkRevocation, 'dryRun'>> {
  const wanted = matching(filter, now());
  const next = (
    below: number,
  ): Promise<{ readonly keys: readonly { readonly kid: string }[]; below: number }> =>
    filter.unknownToAudit
      ? // Of one moment: a key that ends in between would seem to be published past its end.
        store.frozen((db) => findUnknown(db, walked.workspace_id, below, NAMED))
      : nextKeys(store.read, { ...walked, below }, NAMED, wanted);
  const keyIds: string[] = [];
  let found = 0;
  for (let below = Number.MAX_SAFE_INTEGER; below > 0; ) {
    const stretch = await next(below);
    for (const { kid } of stretch.keys) if (keyIds.length < NAMED) keyIds.push(kid);
    found += stretch.keys.length;
    below = stretch.below;
    await nextTurn();
  }
  return { count: found, keyIds };
}
