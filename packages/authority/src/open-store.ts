import { join } from 'node:path';
import { StartError } from './start-error.ts';
import { makeFolder } from './store/make-folder.ts';
import { Reserve } from './store/reserve.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';

/** @throws {@link StartError} when the folder or the database in it cannot be used. */
export function openStore(data: string): Store {
  try {
    makeFolder(data);
    return openSqliteStore(join(data, 'lostwax.db'), new Reserve(join(data, 'lostwax.reserve')));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `The folder ${data} cannot be used: ${why}. It must exist or be makeable, and be writable by this user. Choose another with --data.`,
      { cause: error },
    );
  }
}

/**
 * The issuer of a workspace stands in its tokens for ever, so a start under another origin would refuse them all.
 *
 * @throws {@link StartError} naming the workspace and the origin that it was made under.
 */
export async function assertOrigin(store: Store, origin: string): Promise<void> {
  const rows = await store.read.selectFrom('workspaces').select(['slug', 'issuer']).execute();
  const other = rows.find((row) => row.issuer !== `${origin}/${row.slug}`);
  if (other === undefined) return;
  const made = other.issuer.slice(0, -other.slug.length - 1);
  throw new StartError(
    `The workspace "${other.slug}" was made under the origin ${made}, which stands in all its keys; this start has ${origin}. Start with --origin ${made} (and its port), or with another --data.`,
  );
}
