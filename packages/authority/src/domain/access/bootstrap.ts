import type { WorkspaceRow } from '../../store/rows.ts';
import { change } from '../audit/change.ts';
import type { Context } from '../context.ts';
import { customersAmong } from '../customers/rows.ts';
import { revokeStep } from '../keys/end-keys.ts';
import { draft, keep } from '../keys/issue.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { createWorkspace } from '../workspaces/workspaces.ts';
import { SYSTEM } from './actor.ts';
import { ADMIN_SLUG } from './permissions.ts';

/** @throws If the token can't be saved; no key is created then. */
type SaveToken = (token: string) => void;

/**
 * Creates the workspace of administrators and its first key. Runs once; later starts change nothing.
 *
 * @param save - Saves the token of the first key durably. Called before the key is accepted anywhere.
 * @returns Whether a first key was created.
 */
export async function bootstrap(context: Context, save: SaveToken): Promise<boolean> {
  const { store } = context;
  const existing = await store.read.workspaces.bySlug(ADMIN_SLUG);
  if (existing === undefined)
    await createWorkspace(context, SYSTEM, { slug: ADMIN_SLUG, name: 'Administrators' });
  const workspace = await workspaceRow(store.read, ADMIN_SLUG);
  if (await store.read.keys.any(workspace.id)) return false;
  await makeFirstKey(context, workspace, save, 'first key', false);
  return true;
}

/**
 * Creates a new first key for an operator who has lost the administrator keys and has access to the machine.
 *
 * @param keep - Leaves the existing administrator keys alone; otherwise all of them are revoked.
 */
export async function resetAdmin(context: Context, save: SaveToken, keepOthers: boolean): Promise<void> {
  const workspace = await workspaceRow(context.store.read, ADMIN_SLUG);
  await makeFirstKey(context, workspace, save, 'first key after a reset', !keepOthers);
}

async function makeFirstKey(
  context: Context,
  workspace: WorkspaceRow,
  save: SaveToken,
  name: string,
  revokeOthers: boolean,
): Promise<void> {
  const customer = await freeCustomer(context, workspace);
  const [drafted] = await draft(context, workspace, [{ customer, name, scopes: ['admin'] }]);
  if (drafted === undefined || drafted instanceof Error) throw drafted;
  // Save the token first: a saved token that isn't accepted is harmless, an accepted one that was never saved
  // is not.
  save(drafted.credential.token as string);
  await change(context, SYSTEM, workspace.id, async (ledger) => {
    const { tx } = ledger;
    if (revokeOthers) {
      const all = { workspace_id: workspace.id, customer_id: null };
      const earlier = await tx.db.keys.newest(
        all,
        { isRevoked: false },
        { from: 0, below: Number.MAX_SAFE_INTEGER },
      );
      for (const key of earlier) await revokeStep('administrators were reset')(ledger, key, workspace);
    }
    const customers = await customersAmong(tx.db, workspace, [drafted.input.customer]);
    await keep(context, ledger, workspace, SYSTEM, drafted, customers);
  });
}

/**
 * Finds the first of `administrator`, `administrator-2`, … that isn't suspended or limited, because a reset
 * must always work.
 */
async function freeCustomer({ store }: Context, workspace: WorkspaceRow): Promise<string> {
  const taken = new Set(await store.read.customers.restricted(workspace.id));
  let name = 'administrator';
  for (let number = 2; taken.has(name); number += 1) name = `administrator-${number}`;
  return name;
}
