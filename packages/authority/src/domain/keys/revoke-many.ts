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

/** Maximum number of key IDs in a response. */
const NAMED = 1_000;
/** Maximum number of records in a dry run. */
const SHOWN = 100;

/**
 * Revokes all matching keys in steps and returns once everything is durable. Keys issued in the meantime
 * aren't affected.
 *
 * @throws {@link AuthorityError} `invalid_request` for an empty filter, which would match every key;
 * `count_changed` if the number of matching keys differs from the expected one.
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
    // Keys issued from now on are neither counted nor revoked.
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
    // If a pin was changed in the database, existing readers hold the issued pin, but the change feed can
    // only name the changed one. Without a new epoch they would keep accepting the revoked key.
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

/** Returns the first of these keys as records. */
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

/**
 * Returns the names that records use for a creator, who may be given the way people refer to each other: by
 * login or ID.
 */
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
      ? // Read in one snapshot: otherwise a key that expires in between would seem to be published past its
        // end.
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
