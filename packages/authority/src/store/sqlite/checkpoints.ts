import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { moduleBeside } from '../../module-beside.ts';
import { isStorageTrouble } from './sqlite-error.ts';

/** Pages of 4 KiB in the log before a checkpoint: each key touches a dozen, and a checkpoint syncs twice. */
const PAGES = 8_000;
/**
 * SQLite's own checkpoint, as part of a commit, comes after this many pages. The log only begins again once all of it is
 * in the file, which a thread beside a steady writer may never see.
 */
const MOST_PAGES = 4 * PAGES;
/** A log that grew longer, because something was reading all the while, is cut to this size in bytes once it begins again. */
const LONG_LOG = 256 * 1024 ** 2;

/**
 * Moves the write-ahead log into the file in a thread of its own. A checkpoint writes and syncs thousands of pages: as
 * part of a commit it would stop everything else for up to 100 ms.
 */
export class Checkpoints {
  readonly #file: string;
  readonly #progress: StatementSync;
  /** Started with the first checkpoint: most authorities write little. */
  #worker: Worker | undefined;
  #underWay = false;

  /** @param database - The connection that writes. */
  constructor(file: string, database: DatabaseSync) {
    this.#file = file;
    database.exec(`PRAGMA wal_autocheckpoint = ${MOST_PAGES}; PRAGMA journal_size_limit = ${LONG_LOG}`);
    this.#progress = database.prepare('PRAGMA wal_checkpoint(NOOP)');
  }

  /** Call it after each commit. */
  committed(): void {
    if (this.#underWay || this.#pages < PAGES) return;
    this.#underWay = true;
    this.#worker ??= this.#start();
    this.#worker.postMessage('checkpoint');
  }

  /** Pages of the log that aren't in the file yet. */
  get #pages(): number {
    try {
      const { log, checkpointed } = this.#progress.get() ?? {};
      return Number(log) - Number(checkpointed);
    } catch (error) {
      // The commit is durable. A disk that fails is reported by the next one.
      if (!isStorageTrouble(error)) throw error;
      return 0;
    }
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(moduleBeside(import.meta.url, 'checkpoint-worker'), { workerData: this.#file });
    worker.unref();
    worker.on('message', () => {
      this.#underWay = false;
    });
    return worker;
  }
}
