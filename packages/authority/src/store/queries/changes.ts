import type { ChangeRow, CustomerRow, KeyRow, WorkspaceRow } from '../rows.ts';

/** What the full feed says of a key. */
export interface FeedKeyRow
  extends Pick<
    KeyRow,
    'pin' | 'method' | 'jwk' | 'kid' | 'scopes' | 'claims' | 'expires_at' | 'former_expires_at'
  > {
  /** Null once the customer has been erased: its keys never come back. */
  readonly customer_subject: CustomerRow['subject'];
  /** Of its workspace. */
  readonly audience: WorkspaceRow['audience'];
  readonly slug: WorkspaceRow['slug'];
}

/** A change, and its key as it is now. */
export interface FeedChangeRow extends FeedKeyRow, Pick<ChangeRow, 'seq' | 'published' | 'digest'> {}

/** Reads of the changes of pins. They are numbered without a gap in each history; those older than a day go. */
export interface ChangeReads {
  /** The changes after a number in one history, in their order, at most `most`. Each verifier that follows asks after each commit. */
  after(workspaceId: number, epoch: number, seq: number, most: number): Promise<readonly FeedChangeRow[]>;
  /** One change: the digest of the set after it, and its pin. */
  at(
    workspaceId: number,
    epoch: number,
    seq: number,
  ): Promise<(Pick<ChangeRow, 'digest'> & Pick<KeyRow, 'pin' | 'jwk'>) | undefined>;
  /** The first changes that are kept, of any history, in their order, at most `most`. */
  earliest(workspaceId: number, most: number): Promise<readonly Pick<ChangeRow, 'epoch' | 'seq' | 'at'>[]>;
}

export interface ChangeQueries extends ChangeReads {
  /** @throws What the database throws when the history has a change with this number. */
  append(row: ChangeRow): Promise<void>;
  /** Deletes the changes up to this one, included, and those of earlier histories. @returns How many. */
  removeUpTo(workspaceId: number, epoch: number, seq: number): Promise<number>;
}
