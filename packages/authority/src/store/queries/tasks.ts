import type { TaskRow } from '../rows.ts';

/** Reads of bulk operations in progress. There are few. */
export interface TaskReads {
  /** All tasks, oldest first. */
  all(): Promise<readonly TaskRow[]>;
  byId(id: number): Promise<TaskRow | undefined>;
  /** The tasks of a customer, oldest first. */
  ofCustomer(customerId: number): Promise<readonly TaskRow[]>;
}

export interface TaskQueries extends TaskReads {
  /** @returns The ID of the new task. */
  insert(row: Omit<TaskRow, 'id'>): Promise<number>;
  update(id: number, change: Partial<Pick<TaskRow, 'kind' | 'below' | 'details' | 'actor'>>): Promise<void>;
  remove(id: number): Promise<void>;
  removeOfCustomer(customerId: number): Promise<void>;
}
