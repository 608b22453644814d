import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AuthorityError } from '../../errors.ts';
import type { PinChange, Store, Tx } from '../store.ts';
import type { Reserve } from './reserve.ts';
import { asStorageError, isSqliteError, isStorageTrouble, sqliteCode } from './sqlite-error.ts';

/** Maximum number of operations in one transaction; limits how long the first waits for the last. */
const MOST_IN_ONE = 256;

interface Waiting {
  readonly run: (tx: Tx) => Promise<unknown>;
  readonly settle: (outcome: Outcome) => void;
  /** Takes access away, so it may use the reserved space. */
  readonly ends: boolean;
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/**
 * Group commit: everything waiting when a transaction ends goes into the next one, so that a hundred requests
 * cost one disk sync instead of a hundred. Results are returned only after the sync.
 */
export class Writer {
  readonly #database: DatabaseSync;
  // Prepared: they run for every operation, and parsing them costs more than most of their work.
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #db: Tx['db'];
  readonly #committed: (changes: readonly PinChange[]) => void;
  readonly #reserve: Reserve | undefined;
  /** The disk refused the last transaction. */
  #refused = false;
  #waiting: Waiting[] = [];
  #between: (() => void)[] = [];
  #drained: Promise<void> | undefined;
  #closed = false;

  constructor(
    database: DatabaseSync,
    db: Tx['db'],
    committed: (changes: readonly PinChange[]) => void,
    reserve: Reserve | undefined,
  ) {
    this.#database = database;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#savepoint = database.prepare('SAVEPOINT operation');
    this.#release = database.prepare('RELEASE operation');
    this.#db = db;
    this.#committed = committed;
    this.#reserve = reserve;
  }

  readonly write: Store['write'] = (operation) => this.#queue(operation, false);

  readonly end: Store['write'] = (operation) => this.#queue(operation, true);

  #queue<T>(operation: (tx: Tx) => Promise<T>, ends: boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(stopping());
        return;
      }
      const settle = (outcome: Outcome): void =>
        'error' in outcome ? reject(outcome.error) : resolve(outcome.value as never);
      this.#waiting.push({ run: operation, settle, ends });
      this.#drained ??= this.#drain();
    });
  }

  /**
   * Runs `work` while no transaction is open. It runs before the next one, so that steady writing can't delay
   * it.
   */
  between<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(stopping());
        return;
      }
      this.#between.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(asWriteError(error));
        }
      });
      this.#drained ??= this.#drain();
    });
  }

  /** Accepts no more operations and resolves when all waiting ones are done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#drained;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0 || this.#between.length > 0) {
      // One turn of the event loop, so that requests that arrived during the disk sync join this transaction.
      await nextTurn();
      for (const work of this.#between.splice(0)) work();
      if (this.#waiting.length > 0) await this.#transaction(this.#waiting.splice(0, MOST_IN_ONE));
    }
    this.#drained = undefined;
  }

  /**
   * Checks that the disk accepts all writes; after a refusal, by trying one.
   *
   * @throws {@link AuthorityError} `storage_unavailable`.
   */
  async probe(): Promise<void> {
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
  async #commitAll(group: readonly Waiting[]): Promise<void> {
    const changes: PinChange[] = [];
    const outcomes: Outcome[] = [];
    try {
      // The disk may have refused to roll back the last one.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      this.#begin.run();
      for (const waiting of group) outcomes.push(await this.#operation(waiting, changes));
      this.#commit.run();
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
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

  async #operation(waiting: Waiting, changes: PinChange[]): Promise<Outcome> {
    const before = changes.length;
    this.#savepoint.run();
    try {
      const value = await waiting.run({ db: this.#db, changed: (change) => changes.push(change) });
      this.#release.run();
      return { value };
    } catch (error) {
      changes.length = before;
      // A full disk ends the whole transaction. No savepoint is left then, and all operations must fail
      // together.
      if (!this.#database.isTransaction || isStorageTrouble(error)) throw error;
      this.#database.exec('ROLLBACK TO operation; RELEASE operation');
      return { error };
    }
  }
}

function stopping(): AuthorityError {
  return new AuthorityError(
    'shutting_down',
    'The authority is stopping and accepts no more changes. Try again when it is back.',
  );
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

function asWriteError(error: unknown): unknown {
  const message =
    'The authority cannot write to its disk, so nothing was changed. Existing keys still work. Free up space or repair the disk, then try again.';
  return asStorageError(error, message);
}
