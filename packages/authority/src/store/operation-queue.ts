import { setImmediate as nextTurn } from 'node:timers/promises';
import { AuthorityError } from '../errors.ts';
import type { Tx } from './store.ts';

/** Maximum number of operations in one transaction; limits how long the first waits for the last. */
const MOST_IN_ONE = 256;

export type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** An operation that waits for its transaction. */
export interface Waiting {
  readonly run: (tx: Tx) => Promise<unknown>;
  readonly settle: (outcome: Outcome) => void;
  /** Takes access away, so it may use the reserved space. */
  readonly ends: boolean;
  /** Takes long, so it has a transaction of its own. */
  readonly isLong: boolean;
}

/** What an operation is besides small and ordinary. */
type Kind = Partial<Pick<Waiting, 'ends' | 'isLong'>>;

/**
 * Runs one transaction and settles its operations. Never rejects.
 *
 * @param group - The operations.
 * @param join - Adds those that are waiting by now to the group.
 */
type Transaction = (group: readonly Waiting[], join: () => void) => Promise<void>;

/**
 * Group commit: everything waiting when a transaction ends goes into the next one, so that a hundred requests cost one disk sync
 * instead of a hundred. A long operation goes alone, and after each of them whatever else waits goes first: a small one then waits
 * for at most one that is long.
 */
export class OperationQueue {
  readonly #transaction: Transaction;
  #waiting: Waiting[] = [];
  #waitingLong: Waiting[] = [];
  #wasLong = false;
  #between: (() => void)[] = [];
  #drained: Promise<void> | undefined;
  #closed = false;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  /** @throws {@link AuthorityError} `shutting_down` after {@link close}, and what the operation throws. */
  add<T>(run: (tx: Tx) => Promise<T>, { ends = false, isLong = false }: Kind = {}): Promise<T> {
    const waiting = isLong ? this.#waitingLong : this.#waiting;
    return this.#queued((settle) => waiting.push({ run, settle, ends, isLong }));
  }

  /**
   * Runs `work` while no transaction is open. It runs before the next one, so that steady writing can't delay
   * it.
   */
  between<T>(work: () => T): Promise<T> {
    return this.#queued((settle) => {
      this.#between.push(() => {
        try {
          settle({ value: work() });
        } catch (error) {
          settle({ error });
        }
      });
    });
  }

  /** Accepts no more operations and resolves when all waiting ones are done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#drained;
  }

  #queued<T>(queue: (settle: Waiting['settle']) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(stopping());
        return;
      }
      queue((outcome) => ('error' in outcome ? reject(outcome.error) : resolve(outcome.value as T)));
      this.#drained ??= this.#drain();
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0 || this.#waitingLong.length > 0 || this.#between.length > 0) {
      // One turn of the event loop, so that requests that arrived during the disk sync join this transaction.
      await nextTurn();
      for (const work of this.#between.splice(0)) work();
      const group = this.#next();
      if (group.length === 0) continue;
      await this.#transaction(group, () => {
        if (this.#wasLong) return;
        for (const one of this.#waiting.splice(0, MOST_IN_ONE - group.length)) group.push(one);
      });
    }
    this.#drained = undefined;
  }

  /** Small operations and long ones take turns, so that neither starve. */
  #next(): Waiting[] {
    this.#wasLong = this.#waitingLong.length > 0 && (this.#waiting.length === 0 || !this.#wasLong);
    return this.#wasLong ? this.#waitingLong.splice(0, 1) : this.#waiting.splice(0, MOST_IN_ONE);
  }
}

function stopping(): AuthorityError {
  return new AuthorityError(
    'shutting_down',
    'The authority is stopping and accepts no more changes. Try again when it is back.',
  );
}
