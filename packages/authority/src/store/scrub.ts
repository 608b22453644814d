import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { AuthorityError } from '../errors.ts';
import { BUSY_MILLISECONDS } from './node-sqlite.ts';
import type { Writer } from './writer.ts';

/** Bytes of a file that is written anew as a whole: that takes 10 ms a megabyte, and everybody waits meanwhile. */
const MOST_REWRITTEN = 32 * 1024 * 1024;
/** How long to wait for readers who hold the log, and between two tries. */
const PATIENCE_MILLISECONDS = 5_000;
const AGAIN_MILLISECONDS = 50;

/**
 * Overwrites what was deleted, also in the write-ahead log.
 *
 * `secure_delete` zeroes a row where it stood last. Where it stood before SQLite moved it to another page, a copy may be
 * left in unused bytes (one row in some hundreds, once pages split). Only writing the file anew removes those, so that is
 * done to files of up to 32 MiB.
 *
 * @throws {@link AuthorityError} `storage_unavailable` when a reader holds the log for too long, or the disk refuses.
 */
export async function scrub(database: DatabaseSync, writer: Writer): Promise<void> {
  const deadline = performance.now() + PATIENCE_MILLISECONDS;
  try {
    await writer.between(() => rewrite(database));
    while (!(await writer.between(() => emptyLog(database)))) {
      if (performance.now() > deadline) throw new Error('a reader holds the write-ahead log');
      await delay(AGAIN_MILLISECONDS);
    }
  } catch (cause) {
    const message =
      'The erasure is done and durable, but its old bytes in the database file could not be overwritten: the disk refuses, or another program reads the file for long. The next erasure does it too.';
    throw new AuthorityError('storage_unavailable', message, { cause });
  }
}

function rewrite(database: DatabaseSync): void {
  const number = (pragma: string): number =>
    Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
  if (number('page_count') * number('page_size') <= MOST_REWRITTEN) database.exec('VACUUM');
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
