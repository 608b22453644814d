import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { issuerText } from '@lostwax/contract';
import type { Logger } from 'pino';
import { assertFirst, assertNoneHere, type FolderOptions, holdsAuthority } from './data-folder.ts';
import { explainDatabase } from './explain-database.ts';
import { explainStore } from './explain-store.ts';
import { noticeFailover } from './notice-failover.ts';
import { timeText } from './recovery/decisions.ts';
import { StartError } from './start-error.ts';
import { makeFolder } from './store/make-folder.ts';
import { openPostgresStore } from './store/postgres/open.ts';
import { lockFolder } from './store/sqlite/lock-folder.ts';
import { openSqliteStore } from './store/sqlite/open.ts';
import { Reserve } from './store/sqlite/reserve.ts';
import type { Store } from './store/store.ts';

/** Where an authority keeps its state, and how its start treats an empty place. */
export interface StoreOptions extends FolderOptions {
  /** URL of a PostgreSQL database; SQLite in the data folder if omitted. */
  readonly database: string | undefined;
  readonly log?: Logger | undefined;
}

/** The store of an authority. */
export interface OpenedStore {
  readonly store: Store;
  /** Whether there was no authority before. */
  readonly isNew: boolean;
}

/**
 * Opens the store for an authority.
 *
 * @throws {@link StartError} as {@link openFolder}, or if the database can't be used.
 */
export async function openStore({ database, ...folder }: StoreOptions): Promise<OpenedStore> {
  return database === undefined ? openFolder(folder) : openDatabase(database, folder);
}

/**
 * Opens a PostgreSQL database for one of its replicas. The data folder holds its snapshots, and `admin.key` of the first start;
 * it stays locked, because replicas would delete each other's snapshots.
 */
async function openDatabase(url: string, options: Omit<StoreOptions, 'database'>): Promise<OpenedStore> {
  const { data, log } = options;
  let unlock = (): void => {};
  try {
    assertNoneHere(data);
    makeFolder(data);
    unlock = lockFolder(data);
    const store = await openPostgresStore(url, noticeFailover(log));
    const close = async (): Promise<void> => {
      await store.close();
      unlock();
    };
    try {
      const isNew = (await store.read.workspaces.all()).length === 0;
      if (isNew) assertFirst(options);
      return { store: { ...store, close }, isNew };
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    unlock();
    throw explainDatabase(explainStore(error, data), url);
  }
}

/**
 * Opens the store of a data folder for the one authority that runs on it. The folder stays locked
 * until the store is closed.
 *
 * @throws {@link StartError} if the folder or its database can't be used, belongs to another
 * authority, or has lost its database.
 */
function openFolder(options: FolderOptions): OpenedStore {
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
 * Opens the store of an existing authority, next to those that may be running on it.
 *
 * @param database - As in {@link StoreOptions}.
 * @throws {@link StartError} if there is no authority, or its folder or database can't be used.
 */
export async function openBeside(data: string, database: string | undefined): Promise<Store> {
  try {
    if (database !== undefined) return await openPostgresStore(database, noticeFailover());
    if (existsSync(join(data, 'lostwax.db'))) return openDatabaseOf(data);
  } catch (error) {
    throw database === undefined ? explainStore(error, data) : explainDatabase(error, database);
  }
  throw new StartError(
    `There is no authority in ${data}. Pass its data folder with --data, or its PostgreSQL database with --database.`,
  );
}

function openDatabaseOf(data: string): Store {
  return openSqliteStore(join(data, 'lostwax.db'), new Reserve(join(data, 'lostwax.reserve')));
}

/** No task has this number. */
const FIRST_START = 0;
const AGAIN_MILLISECONDS = 100;

/** Lets one replica after another do this: of several that start on an empty database, one creates the first key. */
export async function oneAtATime<T>({ replica }: Store, work: () => Promise<T>): Promise<T> {
  while (replica !== undefined && !(await replica.claim(FIRST_START))) await delay(AGAIN_MILLISECONDS);
  try {
    return await work();
  } finally {
    await replica?.release(FIRST_START);
  }
}

/**
 * @throws {@link StartError} for a restored copy about which decisions are missing: keys that were revoked after it was
 * made would be valid again.
 */
export async function assertSettled(
  store: Store,
  { data, database }: Pick<StoreOptions, 'data' | 'database'>,
): Promise<void> {
  const rows = await store.read.workspaces.all();
  const times = rows.flatMap(({ unknown_since }) => unknown_since ?? []);
  if (times.length === 0) return;
  const since = timeText(times.reduce((a, b) => Math.min(a, b)));
  const restore = `lostwax restore --data ${data}${database === undefined ? '' : ' --database <URL>'}`;
  throw new StartError(
    `The database${database === undefined ? ` in ${resolve(data)}` : ''} was restored from a copy, and what happened after ${since} is unknown: keys revoked since then would be valid again. ` +
      `Run "${restore} --evidence <a gate's cache folder, or a snapshot> --administrators reset" to revoke them, or accept the risk with "${restore} --accept-unknown-since ${since}".`,
    { code: 'restore_undecided' },
  );
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
