import type { CustomerRow } from '../rows.ts';

/** A stretch of rows by their numbers, read from the newest to the oldest. */
export interface Stretch {
  /** The lowest number, included; left out: all below the end, also those of damaged records. */
  readonly from?: number | undefined;
  /** The end, not included. */
  readonly below: number;
  /** Rows at most; all of them when left out. */
  readonly most?: number | undefined;
}

export interface CustomerReads {
  /** One look at an index. Never an erased customer, which has no subject. */
  bySubject(workspaceId: number, subject: string): Promise<CustomerRow | undefined>;
  /** Those of these customers that exist, in no particular order. At most 500. */
  bySubjects(workspaceId: number, subjects: readonly string[]): Promise<readonly CustomerRow[]>;
  /** One look at an index. Erased customers too. */
  byId(id: number): Promise<CustomerRow | undefined>;
  /**
   * Customers of a workspace that are not erased, newest first. Looks at every row of the stretch: choose it by {@link further}.
   *
   * @param q - Part of the subject or name, in any case of ASCII letters.
   */
  newest(workspaceId: number, stretch: Stretch, q: string | undefined): Promise<readonly CustomerRow[]>;
  /** The number of the row that lies `rows` below a number, of any workspace, found by an index alone; undefined when there are fewer. */
  further(below: number, rows: number): Promise<number | undefined>;
  /** Subjects of the customers that are suspended, being erased, or have limits of their own; in no particular order. */
  restricted(workspaceId: number): Promise<readonly (string | null)[]>;
}

export interface CustomerQueries extends CustomerReads {
  /** @throws What the database throws when the workspace has this subject; see {@link CustomerReads.bySubject}. */
  insert(row: Omit<CustomerRow, 'id'>): Promise<CustomerRow>;
  update(
    id: number,
    change: Partial<Pick<CustomerRow, 'subject' | 'name' | 'state' | 'max_keys' | 'scopes'>>,
  ): Promise<void>;
}
