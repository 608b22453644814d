import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { AuthorityError } from '../../errors.ts';
import { paced } from '../../paced.ts';
import { BUSY_MILLISECONDS } from './node-sqlite.ts';
import type { PageFile } from './page-file.ts';
import type { Writer } from './writer.ts';

/** Pages of one step: some 5 ms. */
const PAGES_A_STEP = 512;
/** How long to wait for readers who hold the log, such as a snapshot that is being made, and between two tries. */
const PATIENCE_MILLISECONDS = 60_000;
const AGAIN_MILLISECONDS = 50;

/**
 * Overwrites what was deleted, also in the write-ahead log.
 *
 * `secure_delete` zeroes a row where it stood last, and pages that become free. Where the row stood before SQLite moved it to another page, a
 * copy may be left in unused bytes (one row in some hundreds, once pages split). They are overwritten page by page, in short steps with
 * others' writes in between, so that the size of the file does not matter. Rows that were deleted before it began are in no page any more, so
 * a page that has been passed stays clean of them.
 *
 * @throws {@link AuthorityError} `storage_unavailable` when a reader holds the log for too long, or the disk refuses.
 */
export async function scrub(database: DatabaseSync, writer: Writer, file: PageFile): Promise<void> {
  try {
    // Pages that are in the log alone are in no file yet, so they are counted once it is empty. Later ones hold nothing that was deleted before.
    await patiently(writer, () => emptyLog(database));
    const { pages } = file;
    for (let from = 0; from < pages; from += PAGES_A_STEP) {
      await patiently(writer, () => overwrite(database, file, from));
    }
    await file.sync();
    await patiently(writer, () => emptyLog(database));
  } catch (cause) {
    if (cause instanceof AuthorityError) throw cause;
    const message =
      'The erasure is done and durable, but the old bytes in the database file could not be overwritten yet: the disk fails, or another program has been reading the file for a long time. The authority retries by itself.';
    throw new AuthorityError('storage_unavailable', message, { cause });
  }
}

/** Repeats a step, with everybody's turns in between, until it could be done. */
async function patiently(writer: Writer, step: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MILLISECONDS;
  while (!(await paced(() => writer.between(step)))) {
    if (performance.now() > deadline) throw new Error('a reader is using the write-ahead log');
    await delay(AGAIN_MILLISECONDS);
  }
}

/** False while a reader needs the log. */
function overwrite(database: DatabaseSync, file: PageFile, from: number): boolean {
  if (!emptyLog(database)) return false;
  // What SQLite holds in memory would be written back as it was.
  database.exec('PRAGMA shrink_memory; BEGIN IMMEDIATE');
  try {
    // Another process may have written just before the lock was ours; with it, and an empty log, nobody can write to the file.
    if (!file.logIsEmpty) return false;
    file.overwriteUnused(from, PAGES_A_STEP);
    return true;
  } finally {
    database.exec('ROLLBACK');
  }
}

/** Moves the write-ahead log into the database and cuts it to nothing; false while a reader needs it. */
function emptyLog(database: DatabaseSync): boolean {
  // Not the usual patience: it would stop the whole process.
  database.exec('PRAGMA busy_timeout = 0');
  try {
    return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MILLISECONDS}`);
  }
}
