import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeAdminKey } from '../admin-key-file.ts';
import { resetAdmin } from '../domain/access/bootstrap.ts';
import { lastWritten } from '../domain/audit/last-written.ts';
import { createContext } from '../domain/create-context.ts';
import { planWorkspace, type WorkspacePlan } from '../domain/restore/plan.ts';
import { settle } from '../domain/restore/settle.ts';
import { explainDatabase } from '../explain-database.ts';
import { explainStore } from '../explain-store.ts';
import { StartError } from '../start-error.ts';
import { makeFolder } from '../store/make-folder.ts';
import { openPostgresStore } from '../store/postgres/open.ts';
import { lockFolder } from '../store/sqlite/lock-folder.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import type { Store } from '../store/store.ts';
import { readBackup } from './backup-file.ts';
import { assertAccepted, assertNoDatabase, isLasting } from './decisions.ts';
import type { RestoreOptions } from './options.ts';
import { putBack } from './put-back.ts';
import { removeSnapshots } from './remove-snapshots.ts';
import { type RestoreReport, reportOf } from './report.ts';
import { makeWhole } from './whole-file.ts';

/**
 * Restores an authority so that nothing that was revoked after the backup comes back, as far as gates or snapshots can
 * tell: what is in no set any more is revoked, and a new history begins.
 *
 * What nobody can tell needs a decision. Without it the database is put back but stays unsettled, and no authority
 * starts on it until another call decides.
 *
 * @throws {@link StartError} if the backup is damaged, the folder is in use or not as needed, or `acceptUnknownSince` is
 * too late; nothing was changed then.
 */
export async function restore(options: RestoreOptions): Promise<RestoreReport> {
  const { data, database, from } = options;
  if (database !== undefined) return restoreServer(options, database);
  try {
    return from === undefined ? await settleFolder(options) : await restoreBackup(options, from);
  } catch (error) {
    throw explainStore(error, data);
  }
}

async function restoreServer(options: RestoreOptions, database: string): Promise<RestoreReport> {
  if (options.from !== undefined) {
    throw new StartError(
      'A backup of "lostwax backup" restores to SQLite only. Restore PostgreSQL with its own tools, then run "lostwax restore --database" without --from.',
    );
  }
  try {
    // Whatever server it is on now: its workspaces are settled here.
    return await settleStore(await openPostgresStore(database, async () => {}), options);
  } catch (error) {
    throw explainDatabase(error, database);
  }
}

async function restoreBackup(options: RestoreOptions, from: string): Promise<RestoreReport> {
  const { data, progress = () => {} } = options;
  if (!existsSync(from)) throw new StartError(`There is no backup ${resolve(from)}.`);
  const backup = readBackup(from);
  await backup.check((share) => progress('checking', share));
  makeFolder(data);
  const unlock = lockFolder(data);
  try {
    assertNoDatabase(data);
    const file = join(data, 'lostwax.db');
    // Nothing that is there counts until the database has its name.
    return await makeWhole(file, `${file}.restoring`, async (part) => {
      await putBack(from, backup.manifest.bytes, part, (share) => progress('copying', share));
      return settleStore(openSqliteStore(part), options);
    });
  } finally {
    unlock();
  }
}

async function settleFolder(options: RestoreOptions): Promise<RestoreReport> {
  const { data } = options;
  const file = join(data, 'lostwax.db');
  if (!existsSync(file)) {
    throw new StartError(
      `There is no database in ${resolve(data)}. Pass a backup to restore with --from, or the folder of a database that is already in place with --data.`,
    );
  }
  const unlock = lockFolder(data);
  try {
    return await settleStore(openSqliteStore(file), options);
  } finally {
    unlock();
  }
}

async function settleStore(store: Store, options: RestoreOptions): Promise<RestoreReport> {
  const report = await settleOrMark(store, options);
  removeSnapshots(options.data);
  return report;
}

/** Closes the store. */
async function settleOrMark(store: Store, options: RestoreOptions): Promise<RestoreReport> {
  const { sets, keepInactive = false, progress = () => {} } = options;
  try {
    const now = Date.now();
    const workspaces = await store.read.workspaces.all();
    const keys = workspaces.reduce((sum, { live_keys }) => sum + live_keys, 0);
    const plans: WorkspacePlan[] = [];
    let compared = 0;
    for (const workspace of workspaces) {
      const copiedAt = workspace.unknown_since ?? (await lastWritten(store.read, workspace));
      const plan = await planWorkspace(store.read, workspace, sets, {
        ...{ copiedAt, keepInactive, now },
        progress: (done) => progress('comparing', Math.min(1, (compared + done) / Math.max(1, keys))),
      });
      compared += workspace.live_keys;
      plans.push(plan);
    }
    const decided = assertAccepted(plans, options);
    if (!decided) {
      await markUnsettled(store, plans);
      return reportOf(plans, options, undefined);
    }
    const adminKeyFile = await administrate(store, plans, options);
    const revoking = Math.max(
      1,
      plans.reduce((sum, plan) => sum + plan.revoke.length, 0),
    );
    await store.end((tx) =>
      settle(tx, plans, {
        now,
        removePeople: options.administrators === 'reset',
        progress: (done) => progress('revoking', done / revoking),
      }),
    );
    return reportOf(plans, options, adminKeyFile);
  } finally {
    await store.close();
  }
}

/** A copy that wasn't made by `lostwax backup` isn't marked yet. */
async function markUnsettled(store: Store, plans: readonly WorkspacePlan[]): Promise<void> {
  await store.write(async ({ db }) => {
    for (const { workspace, copiedAt } of plans)
      await db.workspaces.update(workspace.id, { unknown_since: copiedAt });
  });
}

/**
 * Resets the administrator keys before anything is settled: a folder that is cut off in between must not start with
 * the earlier ones.
 *
 * @returns Where the new first key is, if there is one.
 */
async function administrate(
  store: Store,
  plans: readonly WorkspacePlan[],
  { data, administrators, adminKeyFile = join(data, 'admin.key') }: RestoreOptions,
): Promise<string | undefined> {
  if (administrators !== 'reset' && (await isLasting(store.read, plans))) return undefined;
  // The workspaces already have the origin; nothing here creates another.
  const context = await createContext(store, '');
  try {
    await resetAdmin(context, (token) => writeAdminKey(adminKeyFile, token), administrators !== 'reset');
    return adminKeyFile;
  } finally {
    await context.tasks.stop();
    await context.minter.close();
  }
}
