import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

const WAIT_LIMIT_MS = 600_000;

/**
 * Runs `work` while no other process holds the lock named by `file`; waits up to ten minutes for it.
 *
 * SQLite's file lock is the one lock in Node's standard library that the operating system releases if its holder is killed, so
 * there are no stale locks to clean up by hand.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    await acquire(database, file);
    return await work();
  } finally {
    database.close();
  }
}

async function acquire(database: DatabaseSync, file: string): Promise<void> {
  const deadline = performance.now() + WAIT_LIMIT_MS;
  for (;;) {
    try {
      database.exec('BEGIN EXCLUSIVE');
      return;
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > deadline) {
        throw new Error(`Waited ${WAIT_LIMIT_MS / 1000} s for another process that holds ${file}.`);
      }
      await delay(100);
    }
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
