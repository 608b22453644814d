import type { TaskRow } from '../rows.ts';

/** Reads of operations that are under way. There are few. */
export interface TaskReads {
  /** All of them, oldest first. */
  all(): Promise<readonly TaskRow[]>;
  byId(id: number): Promise<TaskRow | undefined>;
  /** Those of a customer, oldest first. */
  ofCustomer(customerId: number): Promise<readonly TaskRow[]>;
}

export interface TaskQueries extends TaskReads {
  /** @returns The number that the task got. */
  insert(row: Omit<TaskRow, 'id'>): Promise<number>;
  update(id: number, change: Partial<Pick<TaskRow, 'kind' | 'below' | 'details' | 'actor'>>): Promise<void>;
  remove(id: number): Promise<void>;
  removeOfCustomer(customerId: number): Promise<void>;
}
