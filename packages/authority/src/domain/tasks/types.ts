import type { TaskRow } from '../../store/rows.ts';
import type { Ledger } from '../audit/ledger.ts';

/** Keys changed per transaction: about 10 ms, so that an urgent revocation never waits longer. */
export const KEYS_A_STEP = 250;

/** What a task does next: `below` is the row ID of the last key processed; 0 once all keys are done. */
export type TaskState = Pick<TaskRow, 'kind' | 'below'> & Partial<Pick<TaskRow, 'details'>>;

/** Kinds of tasks that run in steps. */
export type TaskKind = Exclude<TaskRow['kind'], 'scrub'>;

/** The result of one step. */
export interface Stepped {
  /** Undefined when the task is done. */
  readonly next: TaskState | undefined;
  /** IDs of the keys it changed. */
  readonly keyIds: readonly string[];
}

/** A task as its steps see it. */
export type TaskOf = Omit<TaskRow, 'id' | 'actor'>;

/**
 * One bounded step of a task, inside a transaction. It relies only on the current content of the store, so
 * that it can be repeated, and other operations may change the same keys between two steps.
 *
 * @param most - The maximum number of keys to change.
 */
export type Step = (ledger: Ledger, task: TaskOf, most: number) => Promise<Stepped>;
