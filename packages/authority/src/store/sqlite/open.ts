import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DamagedRecords } from '../damaged.ts';
import { createListeners } from '../listeners.ts';
import { makeFolder } from '../make-folder.ts';
import { shared } from '../shared.ts';
import { queriesOver } from '../sql/queries/queries.ts';
import type { Store } from '../store.ts';
import { Checkpoints } from './checkpoints.ts';
import { sqlite } from './dialect.ts';
import { filesInPlace } from './in-place.ts';
import { leaveOutDamaged } from './leave-out-damaged.ts';
import { migrations } from './migrations.ts';
import { assertSqliteVersion, kyselyOver, openDatabase } from './node-sqlite.ts';
import { PageFile } from './page-file.ts';
import type { Reserve } from './reserve.ts';
import { scrub } from './scrub.ts';
import { asReadError, isStorageTrouble } from './sqlite-error.ts';
import { Writer } from './writer.ts';

/** How often to check for writes of another process. */
const FOREIGN_WRITES_MILLISECONDS = 250;

/**
 * Opens the store in a single SQLite file, creating it if necessary.
 *
 * @param file - Path of the database. Its folder is created with mode 0700, the file with 0600.
 * @param reserve - Disk space reserved for ending keys; none if omitted.
 * @throws Error with a readable message if SQLite is too old, the file is newer than this program, or the
 * folder isn't writable.
 */
export function openSqliteStore(file: string, reserve?: Reserve): Store {
  makeFolder(dirname(file));
  // SQLite would make it readable by others, and an existing folder may be open to them. The log and its
  // index inherit this mode.
  closeSync(openSync(file, 'a', 0o600));
  const writing = openDatabase(file, false);
  try {
    assertSqliteVersion(String(writing.prepare('SELECT sqlite_version() AS v').get()?.['v']));
    migrate(writing, file);
  } catch (error) {
    writing.close();
    throw error;
  }
  // Reads use their own connection, so that they never see what isn't durable yet.
  const reading = openDatabase(file, true);
  const damaged = new DamagedRecords();
  leaveOutDamaged(reading, damaged);
  const { tell, dropCopies, onCommit, onScrub } = createListeners();
  const pages = new PageFile(file);
  const checkpoints = new Checkpoints(file, writing);
  const isInPlace = filesInPlace(file);
  const db = queriesOver(kyselyOver(writing), sqlite);
  const writer = new Writer({ database: writing, db, committed: tell, checkpoints, reserve, isInPlace });
  const watch = watchForeignWrites(writing, () => tell('unknown'));
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    clearInterval(watch);
    await writer.close();
    await checkpoints.stop();
    reading.close();
    writing.close();
    pages.close();
  };
  const overwrite = shared(async () => {
    await dropCopies();
    await scrub(writing, writer, pages);
  });
  return {
    read: queriesOver(kyselyOver(reading, asReadError), sqlite),
    write: writer.write,
    end: writer.end,
    writeMuch: writer.writeMuch,
    probe: () => writer.probe(),
    async frozen(work) {
      const connection = openFrozen(file);
      leaveOutDamaged(connection, damaged);
      try {
        return await work(queriesOver(kyselyOver(connection, asReadError), sqlite));
      } finally {
        connection.close();
      }
    },
    damaged,
    onCommit,
    onScrub,
    scrub: overwrite,
    close: () => (closed ??= close()),
  };
}

/** @throws {@link AuthorityError} `storage_unavailable` if the file can't be opened now. */
function openFrozen(file: string): DatabaseSync {
  try {
    const connection = openDatabase(file, true);
    connection.exec('BEGIN');
    return connection;
  } catch (error) {
    throw asReadError(error);
  }
}

function migrate(database: DatabaseSync, file: string): void {
  // Two processes may open a new file at once: the second waits here and finds it created.
  database.exec('BEGIN IMMEDIATE');
  const applied = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (applied > migrations.length) {
    throw new Error(
      `${file} was made by a later Lostwax (schema ${applied}, this one knows ${migrations.length}). Start that version, or restore a backup made by this one (see SECURITY.md).`,
    );
  }
  for (const text of migrations.slice(applied)) database.exec(text);
  database.exec(`PRAGMA user_version = ${migrations.length}; COMMIT`);
}

/**
 * Detects writes of another process to the same file (`lostwax admin reset`), which SQLite counts in
 * `data_version`.
 */
function watchForeignWrites(database: DatabaseSync, changed: () => void): NodeJS.Timeout {
  const statement = database.prepare('PRAGMA data_version');
  const version = (): unknown => statement.get()?.['data_version'];
  let seen = version();
  return setInterval(() => {
    try {
      const now = version();
      if (now !== seen) changed();
      seen = now;
    } catch (error) {
      // A disk that fails is reported by the requests that need it, and mustn't end the process.
      if (!isStorageTrouble(error)) throw error;
    }
  }, FOREIGN_WRITES_MILLISECONDS).unref();
}
