import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuthorityError } from '../errors.ts';
import type { WorkspaceRow } from '../store/tables.ts';
import type { Context } from './context.ts';
import { revokeStep } from './end-keys.ts';
import { draft, keep } from './issue.ts';
import { selectKeys } from './key-view.ts';
import { Ledger } from './ledger.ts';
import { ADMIN_SLUG } from './permissions.ts';
import { workspaceRow } from './rows.ts';
import type { Actor } from './types.ts';
import { createWorkspace } from './workspaces.ts';

const system: Actor = { id: 'system', address: null };

/**
 * Makes the workspace of administrators and its first key, once; later starts change nothing.
 *
 * @param keyFile - Where the first key's token is written, mode 0600: the one place where a token is kept.
 * @returns Whether a first key was made.
 */
export async function bootstrap(context: Context, keyFile: string): Promise<boolean> {
  const { store } = context;
  const existing = await store.read
    .selectFrom('workspaces')
    .select('id')
    .where('slug', '=', ADMIN_SLUG)
    .executeTakeFirst();
  if (existing === undefined)
    await createWorkspace(context, system, { slug: ADMIN_SLUG, name: 'Administrators' });
  const workspace = await workspaceRow(store.read, ADMIN_SLUG);
  const any = await store.read
    .selectFrom('keys')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .executeTakeFirst();
  if (any !== undefined) return false;
  await makeFirstKey(context, workspace, keyFile, 'first key', false);
  return true;
}

/**
 * For who has lost the administrators' keys and sits at the machine: makes a new first key.
 *
 * @param keep - Leaves the earlier administrators' keys alone; otherwise all of them are revoked.
 */
export async function resetAdmin(context: Context, keyFile: string, keepOthers: boolean): Promise<void> {
  const workspace = await workspaceRow(context.store.read, ADMIN_SLUG);
  await makeFirstKey(context, workspace, keyFile, 'first key after a reset', !keepOthers);
}

async function makeFirstKey(
  context: Context,
  workspace: WorkspaceRow,
  keyFile: string,
  name: string,
  revokeOthers: boolean,
): Promise<void> {
  const customer = await freeCustomer(context, workspace);
  const [drafted] = await draft(context, workspace, [{ customer, name, scopes: ['admin'] }]);
  if (drafted === undefined || drafted instanceof Error) throw drafted;
  // The file comes first: a token that nobody accepts does no harm, an accepted one that nobody has would.
  writeSecret(keyFile, drafted.minted.token);
  await context.store.write((tx) =>
    Ledger.write(tx, workspace.id, system, context.now(), async (ledger) => {
      if (revokeOthers) {
        const earlier = await selectKeys(tx.db)
          .where('keys.workspace_id', '=', workspace.id)
          .where('keys.revoked_at', 'is', null)
          .execute();
        for (const key of earlier) await revokeStep('administrators were reset')(ledger, key, workspace);
      }
      await keep(context, ledger, workspace, system, drafted);
    }),
  );
}

/** The first `administrator`, `administrator-2`, … whom nobody has suspended or given limits: a reset must always work. */
async function freeCustomer({ store }: Context, workspace: WorkspaceRow): Promise<string> {
  const limited = await store.read
    .selectFrom('customers')
    .select('subject')
    .where('workspace_id', '=', workspace.id)
    .where(({ or, eb }) =>
      or([eb('state', '!=', 'active'), eb('max_keys', 'is not', null), eb('scopes', 'is not', null)]),
    )
    .execute();
  const taken = new Set(limited.map((row) => row.subject));
  let name = 'administrator';
  for (let number = 2; taken.has(name); number += 1) name = `administrator-${number}`;
  return name;
}

function writeSecret(file: string, text: string): void {
  const part = `${file}.part`;
  try {
    // Made anew: a file that is there already may be open to others, or a link to somewhere else.
    rmSync(part, { force: true });
    const handle = openSync(part, 'wx', 0o600);
    writeSync(handle, `${text}\n`);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(part, file);
    // The name too must outlive a loss of power, or an accepted key would be nobody's.
    const folder = openSync(dirname(file), 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AuthorityError(
      'storage_unavailable',
      `The first administrator's key could not be written to ${file} (${why}). Make the folder writable, or name another file with --admin-key-file.`,
    );
  }
}
