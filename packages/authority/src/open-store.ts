import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { issuerText } from '@lostwax/contract';
import { type FolderOptions, holdsAuthority } from './data-folder.ts';
import { explainStore } from './explain-store.ts';
import { StartError } from './start-error.ts';
import { makeFolder } from './store/make-folder.ts';
import { lockFolder } from './store/sqlite/lock-folder.ts';
import { openSqliteStore } from './store/sqlite/open.ts';
import { Reserve } from './store/sqlite/reserve.ts';
import type { Store } from './store/store.ts';

/** The store of a data folder. */
export interface OpenedStore {
  readonly store: Store;
  /** Whether the folder contained no authority before. */
  readonly isNew: boolean;
}

/**
 * Opens the store of a data folder for the one authority that runs on it. The folder stays locked
 * until the store is closed.
 *
 * @throws {@link StartError} if the folder or its database can't be used, belongs to another
 * authority, or has lost its database.
 */
export function openFolder(options: FolderOptions): OpenedStore {
  const { data } = options;
  try {
    if (options.mustExist && !existsSync(data)) holdsAuthority(options);
    makeFolder(data);
    const unlock = lockFolder(data);
    try {
      const isNew = !holdsAuthority(options);
      const store = openDatabaseOf(data);
      const close = async (): Promise<void> => {
        await store.close();
        unlock();
      };
      return { store: { ...store, close }, isNew };
    } catch (error) {
      unlock();
      throw error;
    }
  } catch (error) {
    throw explainStore(error, data);
  }
}

/**
 * Opens the store of a data folder next to an authority that may be running on it.
 *
 * @throws {@link StartError} if the folder or its database can't be used.
 */
export function openBeside(data: string): Store {
  try {
    return openDatabaseOf(data);
  } catch (error) {
    throw explainStore(error, data);
  }
}

function openDatabaseOf(data: string): Store {
  return openSqliteStore(join(data, 'lostwax.db'), new Reserve(join(data, 'lostwax.reserve')));
}

/**
 * The issuer of a workspace is in its tokens permanently, so a start under another origin would
 * refuse them all.
 *
 * @throws {@link StartError} naming the workspace and the origin that it was created under.
 */
export async function assertOrigin(store: Store, origin: string): Promise<void> {
  const rows = await store.read.workspaces.all();
  const other = rows.find((row) => row.issuer !== issuerText({ origin, workspace: row.slug }));
  if (other === undefined) return;
  const made = other.issuer.slice(0, -other.slug.length - 1);
  throw new StartError(
    `The workspace "${other.slug}" was created with the origin ${made}, which is part of all its keys, but the authority was started with ${origin}. Start with --origin ${made} (and its port), or with another --data.`,
  );
}
