import { SYSTEM } from './domain/access/actor.ts';
import { raiseEpoch as raiseOf } from './domain/workspaces/raise-epoch.ts';
import { openBeside } from './open-store.ts';
import { removeSnapshots } from './recovery/remove-snapshots.ts';
import { StartError } from './start-error.ts';

/** Options of `lostwax epoch raise`. */
export interface RaiseOptions {
  /** The authority's folder; it must already contain a database. */
  readonly data: string;
  /** URL of its PostgreSQL database instead. */
  readonly database?: string | undefined;
  /** Slug of one workspace; all of them if omitted. */
  readonly workspace?: string | undefined;
  /**
   * The new epoch must exceed this one, for a gate that has seen a later epoch than the database.
   */
  readonly above?: number | undefined;
}

/**
 * Starts a new history of each workspace's changes, after an older copy of the data was restored:
 * every gate and verifier then fetches the whole set again, and every key set gets another ETag.
 * Earlier snapshots are deleted. The authority can keep running.
 *
 * @returns The workspaces and their new epochs.
 * @throws {@link StartError} if the folder contains no authority, or no such workspace.
 */
export async function raiseEpoch(
  options: RaiseOptions,
): Promise<readonly { readonly workspace: string; readonly epoch: number }[]> {
  const { data, database, workspace, above = 0 } = options;
  const store = await openBeside(data, database);
  try {
    const all = await store.read.workspaces.all();
    const rows = all.filter(({ slug }) => workspace === undefined || slug === workspace);
    if (rows.length === 0) {
      const slugs = all.map(({ slug }) => slug).join(', ');
      throw new StartError(`There is no workspace "${workspace}" in ${data}. Its workspaces are: ${slugs}.`);
    }
    const raised: { workspace: string; epoch: number }[] = [];
    for (const row of rows) {
      removeSnapshots(data, row.id);
      const epoch = await store.write((tx) => raiseOf(tx, row, SYSTEM, Date.now(), above));
      raised.push({ workspace: row.slug, epoch });
      // A snapshot that a running authority has made in between.
      removeSnapshots(data, row.id);
    }
    return raised;
  } finally {
    await store.close();
  }
}
