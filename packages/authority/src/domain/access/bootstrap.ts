import type { WorkspaceRow } from '../../store/rows.ts';
import { change } from '../audit/change.ts';
import type { Context } from '../context.ts';
import { revokeStep } from '../keys/end-keys.ts';
import { draft, keep } from '../keys/issue.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { createWorkspace } from '../workspaces/workspaces.ts';
import { SYSTEM } from './actor.ts';
import { ADMIN_SLUG } from './permissions.ts';

/** @throws When the token could not be kept: no key is made then. */
type SaveToken = (token: string) => void;

/**
 * Makes the workspace of administrators and its first key, once; later starts change nothing.
 *
 * @param save - Keeps the token of the first key, durably. It runs before the key is accepted anywhere.
 * @returns Whether a first key was made.
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
 * For who has lost the administrators' keys and sits at the machine: makes a new first key.
 *
 * @param keep - Leaves the earlier administrators' keys alone; otherwise all of them are revoked.
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
  // The file comes first: a token that nobody accepts does no harm, an accepted one that nobody has would.
  save(drafted.credential.token);
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
    await keep(context, ledger, workspace, SYSTEM, drafted);
  });
}

/** The first `administrator`, `administrator-2`, … whom nobody has suspended or given limits: a reset must always work. */
async function freeCustomer({ store }: Context, workspace: WorkspaceRow): Promise<string> {
  const taken = new Set(await store.read.customers.restricted(workspace.id));
  let name = 'administrator';
  for (let number = 2; taken.has(name); number += 1) name = `administrator-${number}`;
  return name;
}
