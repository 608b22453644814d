import type { CustomerRow } from '../rows.ts';

/** A range of row IDs, read from the newest to the oldest. */
export interface Stretch {
  /** The lowest ID, inclusive; if omitted, everything below the end, including damaged records. */
  readonly from?: number | undefined;
  /** The end, exclusive. */
  readonly below: number;
  /** Maximum number of rows; all of them if omitted. */
  readonly most?: number | undefined;
}

export interface CustomerReads {
  /** One index lookup. Never returns an erased customer, which has no subject. */
  bySubject(workspaceId: number, subject: string): Promise<CustomerRow | undefined>;
  /** Returns the existing customers among these, in no particular order. At most 500. */
  bySubjects(workspaceId: number, subjects: readonly string[]): Promise<readonly CustomerRow[]>;
  /** One index lookup. Includes erased customers. */
  byId(id: number): Promise<CustomerRow | undefined>;
  /**
   * Customers of a workspace that aren't erased, newest first. Scans every row of the range, so choose it
   * with {@link further}.
   *
   * @param q - Part of the subject or name, ignoring the case of ASCII letters.
   */
  newest(workspaceId: number, stretch: Stretch, q: string | undefined): Promise<readonly CustomerRow[]>;
  /**
   * The ID of the row `rows` below an ID, in any workspace, using only an index; undefined if there are
   * fewer.
   */
  further(below: number, rows: number): Promise<number | undefined>;
  /**
   * Subjects of the customers that are suspended, being erased, or have limits of their own; in no particular
   * order.
   */
  restricted(workspaceId: number): Promise<readonly (string | null)[]>;
}

export interface CustomerQueries extends CustomerReads {
  /**
   * @throws The database's error if the workspace already has this subject; see {@link
   * CustomerReads.bySubject}.
   */
  insert(row: Omit<CustomerRow, 'id'>): Promise<CustomerRow>;
  /** Takes row IDs for customers of this transaction, ascending. */
  newIds(count: number): Promise<readonly number[]>;
  /** Inserts customers whose row IDs are from {@link newIds}. @throws As {@link insert}. */
  insertAll(rows: readonly CustomerRow[]): Promise<void>;
  update(
    id: number,
    change: Partial<Pick<CustomerRow, 'subject' | 'name' | 'state' | 'max_keys' | 'scopes'>>,
  ): Promise<void>;
}
