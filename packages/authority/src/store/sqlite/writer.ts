import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { AuthorityError } from '../../errors.ts';
import { OperationQueue, type Outcome, type Waiting } from '../operation-queue.ts';
import type { PinChange, Store, Tx } from '../store.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Reserve } from './reserve.ts';
import { asStorageError, isSqliteError, isStorageTrouble, sqliteCode } from './sqlite-error.ts';

/** An operation failed after it had written. Without a savepoint, only the whole transaction can be undone. */
class HalfDone extends Error {}

/** Dependencies of a {@link Writer}. */
interface WriterOptions {
  readonly database: DatabaseSync;
  readonly db: Tx['db'];
  readonly committed: (changes: readonly PinChange[]) => void;
  readonly checkpoints: Checkpoints;
  readonly reserve: Reserve | undefined;
  /** Whether the database still has its name. */
  readonly isInPlace: () => boolean;
}

/**
 * Writes with group commit. Results are returned only after the disk sync.
 *
 * Operations run without savepoints at first: for each, SQLite would copy every page before its first change, which
 * takes longer than to change it. If one fails after it has written, all of them run again, each in a savepoint.
 */
export class Writer {
  readonly #database: DatabaseSync;
  // Prepared: they run for every operation, and parsing them costs more than most of their work.
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #totalChanges: StatementSync;
  readonly #db: Tx['db'];
  readonly #committed: (changes: readonly PinChange[]) => void;
  readonly #checkpoints: Checkpoints;
  readonly #reserve: Reserve | undefined;
  readonly #isInPlace: () => boolean;
  /** The disk refused the last transaction. */
  #refused = false;
  readonly #queue: OperationQueue = new OperationQueue((group) => this.#transaction(group));

  constructor({ database, db, committed, checkpoints, reserve, isInPlace }: WriterOptions) {
    this.#database = database;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#savepoint = database.prepare('SAVEPOINT operation');
    this.#release = database.prepare('RELEASE operation');
    this.#totalChanges = database.prepare('SELECT total_changes() AS count');
    this.#db = db;
    this.#committed = committed;
    this.#checkpoints = checkpoints;
    this.#reserve = reserve;
    this.#isInPlace = isInPlace;
  }

  readonly write: Store['write'] = (operation) => this.#queue.add(operation);

  readonly end: Store['write'] = (operation) => this.#queue.add(operation, { ends: true });

  readonly writeMuch: Store['write'] = (operation) => this.#queue.add(operation, { isLong: true });

  /** Runs `work` while no transaction is open: see {@link OperationQueue.between}. */
  between<T>(work: () => T): Promise<T> {
    return this.#queue.between(() => {
      try {
        return work();
      } catch (error) {
        throw asWriteError(error);
      }
    });
  }

  /** Accepts no more operations and resolves when all waiting ones are done. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  /**
   * Checks that the disk accepts all writes; after a refusal, by trying one.
   *
   * @throws {@link AuthorityError} `storage_unavailable`.
   */
  async probe(): Promise<void> {
    if (!this.#isInPlace()) throw removed();
    if (this.#reserve?.restore() === false) throw lowOnSpace();
    if (!this.#refused) return;
    // A small write may fit when others don't.
    if (this.#reserve?.hasRoom() === false) throw lowOnSpace();
    // The smallest write that reaches the disk. It changes nothing.
    await this.write(async () => {
      this.#database.exec('UPDATE workspaces SET seq = seq');
    });
  }

  async #transaction(waiting: readonly Waiting[]): Promise<void> {
    if (!this.#isInPlace()) {
      for (const { settle } of waiting) settle({ error: removed() });
      return;
    }
    const group = this.#admitted(waiting);
    if (group.length === 0) return;
    try {
      await this.#commitAll(group);
      this.#refused = false;
    } catch (error) {
      this.#refused = true;
      const ending = isFull(error) ? group.filter(({ ends }) => ends) : [];
      const refused = asWriteError(error);
      for (const one of group) if (!ending.includes(one)) one.settle({ error: refused });
      if (ending.length > 0) await this.#commitFromReserve(ending);
    }
  }

  /** While the reserve is in use, it is only for operations that take access away; others are refused. */
  #admitted(group: readonly Waiting[]): readonly Waiting[] {
    if (this.#reserve?.restore() !== false) return group;
    for (const { ends, settle } of group) if (!ends) settle({ error: lowOnSpace() });
    return group.filter(({ ends }) => ends);
  }

  async #commitFromReserve(group: readonly Waiting[]): Promise<void> {
    try {
      this.#reserve?.release();
      // Checkpoint what is in the log, so that the log can restart in the space it already has.
      this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)');
      await this.#commitAll(group);
    } catch (error) {
      const refused = asWriteError(error);
      for (const { settle } of group) settle({ error: refused });
    }
  }

  /**
   * Runs one transaction. @throws The database's error; nothing was written then, and no listener was called.
   */
  async #commitAll(group: readonly Waiting[], inSavepoints = false): Promise<void> {
    const changes: PinChange[] = [];
    const outcomes: Outcome[] = [];
    try {
      // The disk may have refused to roll back the last one.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      this.#begin.run();
      for (const waiting of group) outcomes.push(await this.#operation(waiting, changes, inSavepoints));
      this.#commit.run();
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      if (error instanceof HalfDone) return this.#commitAll(group, true);
      throw error;
    }
    this.#checkpoints.committed();
    if (changes.length > 0) this.#announce(changes);
    group.forEach((waiting, index) => {
      waiting.settle(outcomes[index] as Outcome);
    });
  }

  #announce(changes: readonly PinChange[]): void {
    try {
      this.#committed(changes);
    } catch (error) {
      // A listener that missed a change would serve old keys permanently, so the process must end. First
      // return the results that are durable, so that no caller takes them for failed.
      setImmediate(() => {
        throw error;
      });
    }
  }

  async #operation(waiting: Waiting, changes: PinChange[], inSavepoint: boolean): Promise<Outcome> {
    const before = changes.length;
    const rows = this.#rowsChanged;
    if (inSavepoint) this.#savepoint.run();
    try {
      const value = await waiting.run({ db: this.#db, changed: (change) => changes.push(change) });
      if (inSavepoint) this.#release.run();
      return { value };
    } catch (error) {
      changes.length = before;
      // A full disk ends the whole transaction. No savepoint is left then, and all operations must fail
      // together.
      if (!this.#database.isTransaction || isStorageTrouble(error)) throw error;
      if (inSavepoint) this.#database.exec('ROLLBACK TO operation; RELEASE operation');
      else if (this.#rowsChanged !== rows) throw new HalfDone();
      return { error };
    }
  }

  /** Rows that this connection has ever inserted, updated or deleted. */
  get #rowsChanged(): unknown {
    return this.#totalChanges.get()?.['count'];
  }
}

function isFull(error: unknown): boolean {
  return isSqliteError(error) && sqliteCode(error) === 'FULL';
}

function lowOnSpace(): AuthorityError {
  return new AuthorityError(
    'storage_unavailable',
    'The authority’s disk is full or nearly full, so nothing was changed. Existing keys still work and can still be revoked. Free some disk space, then try again.',
  );
}

function removed(): AuthorityError {
  return new AuthorityError(
    'storage_unavailable',
    'The authority’s database file was removed or replaced while it was running, so nothing was changed. Put the file back, or stop the authority and restore a backup.',
  );
}

function asWriteError(error: unknown): unknown {
  const message =
    'The authority cannot write to its disk, so nothing was changed. Existing keys still work. Free up space or repair the disk, then try again.';
  return asStorageError(error, message);
}
