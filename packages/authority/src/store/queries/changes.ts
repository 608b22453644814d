import type { ChangeRow, CustomerRow, KeyRow, WorkspaceRow } from '../rows.ts';

/** What the full feed contains about a key. */
export interface FeedKeyRow
  extends Pick<
    KeyRow,
    'pin' | 'method' | 'jwk' | 'kid' | 'scopes' | 'claims' | 'expires_at' | 'former_expires_at'
  > {
  /** Null once the customer has been erased: its keys can't be restored. */
  readonly customer_subject: CustomerRow['subject'];
  /** The audience of its workspace. */
  readonly audience: WorkspaceRow['audience'];
  readonly slug: WorkspaceRow['slug'];
}

/** A change, with the current state of its key; without a key where a signing key entered or left the key set. */
export type FeedChangeRow = Pick<ChangeRow, 'seq' | 'published' | 'digest'> &
  (FeedKeyRow | { readonly kid: null });

/** Reads of pin changes. They are numbered without gaps within each history and deleted after a day. */
export interface ChangeReads {
  /**
   * The changes after a number in one history, in order, at most `most`. Each following verifier reads them
   * after each commit.
   */
  after(workspaceId: number, epoch: number, seq: number, most: number): Promise<readonly FeedChangeRow[]>;
  /** One change: the digest of the set after it, and its pin; no pin where it is of a signing key. */
  at(
    workspaceId: number,
    epoch: number,
    seq: number,
  ): Promise<
    (Pick<ChangeRow, 'digest'> & (Pick<KeyRow, 'pin' | 'jwk'> | { readonly pin: null })) | undefined
  >;
  /** The earliest changes still stored, of any history, in order, at most `most`. */
  earliest(workspaceId: number, most: number): Promise<readonly Pick<ChangeRow, 'epoch' | 'seq' | 'at'>[]>;
}

export interface ChangeQueries extends ChangeReads {
  /** @throws The database's error if the history already has a change with one of the numbers. */
  append(rows: readonly ChangeRow[]): Promise<void>;
  /**
   * Deletes the changes up to and including this one, and those of earlier histories. @returns How many were
   * deleted.
   */
  removeUpTo(workspaceId: number, epoch: number, seq: number): Promise<number>;
}
