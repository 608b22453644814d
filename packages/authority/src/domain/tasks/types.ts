import type { TaskRow } from '../../store/rows.ts';
import type { Ledger } from '../audit/ledger.ts';

/** Keys that one transaction changes: some 10 ms, so that an urgent revocation never waits for more. */
export const KEYS_A_STEP = 250;

/** What a task does next: `below` is the key id (of the store) that it has come down to; 0 when it is through with the keys. */
export type TaskState = Pick<TaskRow, 'kind' | 'below'> & Partial<Pick<TaskRow, 'details'>>;

/** Kinds of tasks that go in steps. */
export type TaskKind = Exclude<TaskRow['kind'], 'scrub'>;

/** What one step has done. */
export interface Stepped {
  /** Undefined when the task is done. */
  readonly next: TaskState | undefined;
  /** Key ids that it has changed. */
  readonly keyIds: readonly string[];
}

/** A task as its steps see it. */
export type TaskOf = Omit<TaskRow, 'id' | 'actor'>;

/**
 * One bounded step of a task, inside a transaction. It goes by what stands in the store now, so that it can be done again, and other
 * operations may change the same keys between two steps.
 *
 * @param most - Keys that it may change.
 */
export type Step = (ledger: Ledger, task: TaskOf, most: number) => Promise<Stepped>;
