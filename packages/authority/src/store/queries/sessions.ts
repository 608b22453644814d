import type { SessionRow } from '../rows.ts';

/** A portal session, with its customer's ID. */
export interface PortalSessionRow extends SessionRow {
  readonly subject: string | null;
}

/** Reads of sessions. A session that was ended has no row; an expired one may still have one. */
export interface SessionReads {
  /** One index lookup, including expired sessions. */
  byId(id: string): Promise<SessionRow | undefined>;
  /**
   * The live session with this code.
   *
   * @param codeHash - SHA-256 of the code.
   * @param workspaceId - Null for the console.
   */
  byCode(codeHash: Uint8Array, workspaceId: number | null, now: number): Promise<SessionRow | undefined>;
  /** The live portal sessions of a customer, in no particular order. */
  ofCustomer(customerId: number, now: number): Promise<readonly SessionRow[]>;
  /**
   * Live portal sessions of a workspace, newest first, then by ID.
   *
   * @param page - `customerId` limits them to one customer; skips `offset` rows and returns at most `most`.
   */
  page(
    workspaceId: number,
    now: number,
    page: { readonly customerId?: number | undefined; readonly most: number; readonly offset: number },
  ): Promise<readonly PortalSessionRow[]>;
  /** The portal sessions opened by this maker, with the slugs of their workspaces, including expired ones. */
  openedBy(maker: string): Promise<readonly { readonly id: string; readonly slug: string }[]>;
  /** IDs of at most `most` sessions that had expired by `now`. */
  over(now: number, most: number): Promise<readonly string[]>;
}

export interface SessionQueries extends SessionReads {
  insert(row: SessionRow): Promise<void>;
  update(id: string, change: Pick<SessionRow, 'code_hash' | 'secret_hash' | 'expires_at'>): Promise<void>;
  /** Deletes these sessions, at most 500. @returns How many there were. */
  remove(ids: readonly string[]): Promise<number>;
  /** Deletes every portal session of a customer. */
  removeOfCustomer(customerId: number): Promise<void>;
  /** Deletes the portal sessions opened by this holder and the holder's console sessions. */
  removeOf(holder: string): Promise<void>;
  /** Deletes every session of the authority. @returns How many there were. */
  removeAll(): Promise<number>;
}
