import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { AuthorityError } from '../../errors.ts';
import { paced } from '../../paced.ts';
import { BUSY_MILLISECONDS } from './node-sqlite.ts';
import type { PageFile } from './page-file.ts';
import type { Writer } from './writer.ts';

/** Pages per step: about 5 ms. */
const PAGES_A_STEP = 512;
/**
 * How long to wait for readers that hold the log, such as a snapshot in progress, and between two attempts.
 */
const PATIENCE_MILLISECONDS = 60_000;
const AGAIN_MILLISECONDS = 50;

/**
 * Overwrites deleted data, including in the write-ahead log.
 *
 * `secure_delete` zeroes the last location of a row and pages that become free. At locations from which
 * SQLite moved the row to another page, a copy may be left in unused bytes (about one in some hundred rows,
 * once pages split). They are overwritten page by page, in short steps with other writes in between, so that
 * the size of the file doesn't matter. Rows deleted before the scrub began are no longer in any page, so a
 * page already processed stays free of them.
 *
 * @throws {@link AuthorityError} `storage_unavailable` if a reader holds the log for too long, or the disk
 * fails.
 */
export async function scrub(database: DatabaseSync, writer: Writer, file: PageFile): Promise<void> {
  try {
    // Pages that are only in the log aren't in the file yet, so count after emptying the log. Later pages
    // hold nothing that was deleted before.
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

/** Repeats a step until it succeeds, letting other writes run in between. */
async function patiently(writer: Writer, step: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MILLISECONDS;
  while (!(await paced(() => writer.between(step)))) {
    if (performance.now() > deadline) throw new Error('a reader is using the write-ahead log');
    await delay(AGAIN_MILLISECONDS);
  }
}

/** Returns false while a reader needs the log. */
function overwrite(database: DatabaseSync, file: PageFile, from: number): boolean {
  if (!emptyLog(database)) return false;
  // Otherwise SQLite would write back cached pages with the old bytes.
  database.exec('PRAGMA shrink_memory; BEGIN IMMEDIATE');
  try {
    // Another process may have written just before we got the lock. With the lock and an empty log, no one
    // can write to the file.
    if (!file.logIsEmpty) return false;
    file.overwriteUnused(from, PAGES_A_STEP);
    return true;
  } finally {
    database.exec('ROLLBACK');
  }
}

/** Moves the write-ahead log into the database and truncates it; returns false while a reader needs it. */
function emptyLog(database: DatabaseSync): boolean {
  // Not the usual timeout: it would block the whole process.
  database.exec('PRAGMA busy_timeout = 0');
  try {
    return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MILLISECONDS}`);
  }
}
