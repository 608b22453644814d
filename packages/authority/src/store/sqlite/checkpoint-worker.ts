import type { StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './node-sqlite.ts';
import { isStorageTrouble } from './sqlite-error.ts';

/** Commits go on meanwhile; a later pass has few pages, so that it may find all of them in the file. */
const PASSES = 3;

let checkpoint: StatementSync | undefined;

parentPort?.on('message', () => {
  try {
    checkpoint ??= openDatabase(workerData as string, false).prepare('PRAGMA wal_checkpoint(PASSIVE)');
    for (let pass = 0; pass < PASSES; pass += 1) {
      const { log, checkpointed } = checkpoint.get() ?? {};
      if (log === checkpointed) break;
    }
  } catch (error) {
    // A disk that fails is reported by the writes that need it.
    if (!isStorageTrouble(error)) throw error;
  }
  parentPort?.postMessage('done');
});
