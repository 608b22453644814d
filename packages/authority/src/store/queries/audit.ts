import type { AuditRow, AuditTextsRow } from '../rows.ts';

/** Which rows of a workspace's audit log. Every member narrows. */
export interface AuditWanted {
  /** Of one customer: only rows whose texts have not been erased. */
  readonly customerRef?: string | undefined;
  readonly kid?: string | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  /** Included. */
  readonly since?: number | undefined;
  /** Not included. */
  readonly until?: number | undefined;
}

/** Which of them, by their numbers; neither end is included. */
export interface AuditRange {
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  readonly order: 'oldest first' | 'newest first';
  readonly most: number;
}

/** A row, and its texts and salt; null for both once they were erased. */
export interface AuditPageRow extends AuditRow {
  readonly texts: string | null;
  readonly salt: Uint8Array | null;
}

export interface AuditReads {
  /** Walks an index in its order; without a customer or key it may look at every row of the workspace. */
  page(workspaceId: number, wanted: AuditWanted, range: AuditRange): Promise<readonly AuditPageRow[]>;
  /** All rows of a key, oldest first. */
  ofKey(workspaceId: number, kid: string): Promise<readonly AuditRow[]>;
  at(workspaceId: number, seq: number): Promise<AuditRow | undefined>;
  texts(workspaceId: number, seq: number): Promise<Pick<AuditTextsRow, 'salt' | 'texts'> | undefined>;
  /** The number of the first row that binds a key by its hashes: `key.issue` or `key.rotate` with a `pinHash`. */
  firstBound(workspaceId: number): Promise<number | undefined>;
  /** The details of the latest `customer.update` of a customer that changed its state. */
  lastState(customerRef: string): Promise<string | undefined>;
}

export interface AuditQueries extends AuditReads {
  /**
   * Appends a row. None is ever changed or deleted afterwards.
   *
   * @param texts - Left out where they would be erased at once.
   * @throws What the database throws when the workspace has a row with this number.
   */
  append(row: AuditRow, texts: AuditTextsRow | undefined): Promise<void>;
  /** Deletes the texts, and salts, of at most `most` rows of a customer or person. @returns How many. */
  eraseTexts(customerRef: string, most: number): Promise<number>;
  /** Deletes the texts of what somebody did, from one number to another, both included. */
  eraseTextsOf(workspaceId: number, actor: string, first: number, last: number): Promise<void>;
}
