import { setImmediate as nextTurn } from 'node:timers/promises';
import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { TaskRow, WorkspaceRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import { Ledger } from '../audit/ledger.ts';
import { findUnknown } from '../audit/trust/find-unknown.ts';
import type { Context } from '../context.ts';
import { holderOf, personByLogin } from '../people/rows.ts';
import { matching, type RevokeDetails } from '../tasks/revoke.ts';
import { nextKeys } from '../tasks/walk.ts';
import { raiseEpoch } from '../workspaces/raise-epoch.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { keyView } from './key-view.ts';
import { assertAdminRemains } from './lifecycle.ts';
import type { BulkRevocation, BulkRevocationOptions, Key, RevocationFilter } from './types.ts';

/** Key ids that an answer names. */
const NAMED = 1_000;
/** Records that a dry run shows. */
const SHOWN = 100;

/**
 * Revokes every key that matches, in steps, and answers when all are durable. Keys that are issued meanwhile stay.
 *
 * @throws {@link AuthorityError} `invalid_request` for a filter without a member: it would take every key. `count_changed` where another
 *   number of keys matches than was expected.
 */
export async function revokeMany(
  context: Context,
  actor: Actor,
  slug: string,
  filter: RevocationFilter,
  { dryRun, reason, expectedCount }: BulkRevocationOptions,
): Promise<BulkRevocation> {
  const { store, tasks, now } = context;
  if (Object.values(filter).every((member) => member === undefined)) {
    throw new AuthorityError(
      'invalid_request',
      'No keys were selected. Set at least one of customer, createdBy, createdAfter, createdBefore, unknownToAudit.',
    );
  }
  if (filter.unknownToAudit && Object.values(filter).filter((it) => it !== undefined).length > 1) {
    throw new AuthorityError(
      'invalid_request',
      'unknownToAudit selects every key missing from the audit log and cannot be combined with other filters. Remove the other fields.',
      { pointer: '/unknownToAudit' },
    );
  }
  const workspace = await workspaceRow(store.read, slug);
  if (filter.unknownToAudit && workspace.keys_bound === 0) {
    throw new AuthorityError(
      'storage_unavailable',
      'After the upgrade, existing keys are still being added to the audit log. Nothing was changed. Try again in a few minutes.',
    );
  }
  const { customer: subject, createdBy, ...times } = filter;
  const rest = createdBy === undefined ? times : { ...times, makers: await namesOf(store.read, createdBy) };
  const customer =
    subject === undefined ? undefined : await store.read.customers.bySubject(workspace.id, subject);
  const walked = {
    ...{ workspace_id: workspace.id, customer_id: customer?.id ?? null },
    // What is issued from now on is neither counted nor revoked.
    below: ((await store.read.keys.newestId()) ?? 0) + 1,
  };
  const nobody = subject !== undefined && customer === undefined;
  if (nobody || dryRun || expectedCount !== undefined || filter.unknownToAudit) {
    const found = nobody ? none : await count(context, walked, rest);
    if (expectedCount !== undefined && found.count !== expectedCount)
      throw changed(expectedCount, found.count);
    if (dryRun) return { ...found, keys: await shown(context, slug, workspace, found.keyIds), dryRun };
    if (found.count === 0) return { ...found, keys: [], dryRun };
  }
  const details: RevokeDetails = { filter: rest, reason };
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
  return { ...(await tasks.done(begun, actor)), keys: [], dryRun };
}

const none: Found = { count: 0, keyIds: [] };

type Found = Pick<BulkRevocation, 'count' | 'keyIds'>;

function changed(expected: number, found: number): AuthorityError {
  return new AuthorityError(
    'count_changed',
    `${found} keys match now, not ${expected}, so no key was revoked. Check them again with dryRun, then send the new number.`,
    { pointer: '/expectedCount' },
  );
}

/** The first of these keys, as records. */
async function shown(
  context: Context,
  slug: string,
  workspace: WorkspaceRow,
  keyIds: readonly string[],
): Promise<readonly Key[]> {
  const rows = await context.store.read.keys.byKids(workspace.id, keyIds.slice(0, SHOWN));
  const at = context.now();
  return rows.map((row) => keyView(context, row, row.customer_subject, slug, at, 'all'));
}

/** What records call somebody who is named as people name each other: a person by login or id. */
async function namesOf(db: Reads, createdBy: string): Promise<readonly string[]> {
  const person = await personByLogin(db, createdBy);
  return [createdBy, holderOf({ id: createdBy }), ...(person === undefined ? [] : [holderOf(person)])];
}

async function count(
  { store, now }: Context,
  walked: Pick<TaskRow, 'workspace_id' | 'customer_id' | 'below'>,
  filter: RevokeDetails['filter'],
): Promise<Found> {
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
  for (let { below } = walked; below > 0; ) {
    const stretch = await next(below);
    for (const { kid } of stretch.keys) if (keyIds.length < NAMED) keyIds.push(kid);
    found += stretch.keys.length;
    below = stretch.below;
    await nextTurn();
  }
  return { count: found, keyIds };
}
