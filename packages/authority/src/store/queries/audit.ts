import type { AuditRow, AuditTextsRow } from '../rows.ts';

/** Filter on a workspace's audit log. A row must match all members. */
export interface AuditWanted {
  /** Matches a customer's rows, but only while their texts haven't been erased. */
  readonly customerRef?: string | undefined;
  readonly kid?: string | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  /** Inclusive. */
  readonly since?: number | undefined;
  /** Exclusive. */
  readonly until?: number | undefined;
}

/** A range of row numbers; both ends are exclusive. */
export interface AuditRange {
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  readonly order: 'oldest first' | 'newest first';
  readonly most: number;
}

/** A row with its texts and salt; both null once erased. */
export interface AuditPageRow extends AuditRow {
  readonly texts: string | null;
  readonly salt: Uint8Array | null;
}

export interface AuditReads {
  /** Walks an index in its order; without a customer or key it may scan every row of the workspace. */
  page(workspaceId: number, wanted: AuditWanted, range: AuditRange): Promise<readonly AuditPageRow[]>;
  /** All rows of a key, oldest first. */
  ofKey(workspaceId: number, kid: string): Promise<readonly AuditRow[]>;
  at(workspaceId: number, seq: number): Promise<AuditRow | undefined>;
  texts(workspaceId: number, seq: number): Promise<Pick<AuditTextsRow, 'salt' | 'texts'> | undefined>;
  /**
   * The number of the first row that binds a key by its hashes: `key.issue` or `key.rotate` with a `pinHash`.
   */
  firstBound(workspaceId: number): Promise<number | undefined>;
  /** The details of the latest `customer.update` of a customer that changed its state. */
  lastState(customerRef: string): Promise<string | undefined>;
}

export interface AuditQueries extends AuditReads {
  /**
   * Appends rows. Rows are never changed or deleted.
   *
   * @param texts - Without those that would be erased immediately.
   * @throws The database's error if the workspace already has a row with one of the numbers.
   */
  append(rows: readonly AuditRow[], texts: readonly AuditTextsRow[]): Promise<void>;
  /**
   * Deletes the texts and salts of at most `most` rows of a customer or person. @returns How many were
   * deleted.
   */
  eraseTexts(customerRef: string, most: number): Promise<number>;
  /** Deletes the texts of an actor's rows in a range of numbers, both ends inclusive. */
  eraseTextsOf(workspaceId: number, actor: string, first: number, last: number): Promise<void>;
}
