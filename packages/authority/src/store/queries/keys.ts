import type { KeyRow, NewKeyRow, OwnedKeyRow } from '../rows.ts';
import type { Stretch } from './customers.ts';

/** The keys of a customer, or of a whole workspace if the customer is null. */
export interface KeysOf {
  readonly workspace_id: number;
  readonly customer_id: number | null;
}

/** Filter on keys. A key must match all members. */
export interface KeysWanted {
  /** The status at a time: the first that applies of revoked, expired, disabled, active. */
  readonly state?:
    | { readonly in: readonly ('active' | 'disabled' | 'expired' | 'revoked')[]; readonly at: number }
    | undefined;
  readonly method?: string | undefined;
  /**
   * Part of the name, ignoring the case of ASCII letters, the start of the key ID, or the complete ending.
   */
  readonly q?: string | undefined;
  /** Exclusive. */
  readonly expiresBefore?: number | undefined;
  readonly isRevoked?: false | undefined;
  /** The ID of the signing key that signed it. */
  readonly signedBy?: string | undefined;
  /** Neither revoked nor expired at this time. */
  readonly liveAt?: number | undefined;
  /** Created by one of these, or in one of these portal sessions. */
  readonly makers?: readonly string[] | undefined;
  /** Inclusive. */
  readonly createdAfter?: number | undefined;
  /** Exclusive. */
  readonly createdBefore?: number | undefined;
}

/** What a restore compares with a known set. */
export type UnrevokedKey = Pick<KeyRow, 'id' | 'pin' | 'jwk' | 'published' | 'created_at' | 'expires_at'>;

/** A key that is due to expire, or that expired too early. */
export type DueKey = Pick<KeyRow, 'id' | 'workspace_id' | 'kid'>;

export interface KeyReads {
  /** A key of a workspace. One index lookup. */
  byKid(workspaceId: number, kid: string): Promise<OwnedKeyRow | undefined>;
  /** Returns the existing keys of a workspace among these, newest first. At most 500. */
  byKids(workspaceId: number, kids: readonly string[]): Promise<readonly OwnedKeyRow[]>;
  /** The row ID of the newest key of any workspace. */
  newestId(): Promise<number | undefined>;
  /** A key of any workspace, for a caller that holds the key: its ID was read from the key itself. */
  find(kid: string): Promise<OwnedKeyRow | undefined>;
  /** Finds a key of any workspace by its pin, among those without a public half. One index lookup. */
  byPin(pin: Uint8Array): Promise<OwnedKeyRow | undefined>;
  /** Returns the existing keys of any workspace, method and state with these pins, in no particular order. At most 500. */
  byPins(pins: readonly Uint8Array[]): Promise<readonly OwnedKeyRow[]>;
  /** Finds a key of any workspace by its exact stored credential. One index lookup. */
  byCredential(credential: string): Promise<OwnedKeyRow | undefined>;
  /** Likewise by their exact stored credentials. At most 500. */
  byCredentials(credentials: readonly string[]): Promise<readonly OwnedKeyRow[]>;
  /** Whether any key has a stored credential. */
  hasCredentials(): Promise<boolean>;
  /** Returns the existing keys among these, in no particular order. At most 500. */
  byIds(ids: readonly number[]): Promise<readonly OwnedKeyRow[]>;
  /** Newest first. Scans every key of the range, so choose it with {@link further}. */
  newest(of: KeysOf, wanted: KeysWanted, stretch: Stretch): Promise<readonly OwnedKeyRow[]>;
  /** The row ID of the key `rows` below an ID, using only an index; undefined if there are fewer. */
  further(of: KeysOf, below: number, rows: number): Promise<number | undefined>;
  /**
   * Counts the keys below a row ID, newest first and up to `most`, using only an index. `lowest` is the row ID of the last one counted;
   * 0 if there is none.
   */
  countBelow(
    of: KeysOf,
    below: number,
    most: number,
  ): Promise<{ readonly count: number; readonly lowest: number }>;
  /** Raw records of a workspace, newest first, including those whose customer is missing. */
  records(workspaceId: number, stretch: Omit<Stretch, 'from'>): Promise<readonly KeyRow[]>;
  /** Keys of a workspace after a row ID that aren't revoked, oldest first, at most `most`. */
  unrevoked(workspaceId: number, after: number, most: number): Promise<readonly UnrevokedKey[]>;
  /** Whether the workspace ever had a key. */
  any(workspaceId: number): Promise<boolean>;
  /**
   * Counts the keys toward a customer's limit: neither revoked nor expired, and not the successor of a key in
   * its overlap. Scans all of the customer's keys.
   */
  countLive(customerId: number, now: number): Promise<number>;
  /**
   * Counts the published keys of a workspace that expire after `now` and no later than `until`, up to `most`.
   */
  countExpiring(workspaceId: number, now: number, until: number, most: number): Promise<number>;
  /** Counts the keys that are revoked, or had expired by `now`, each kind up to `most`. */
  countEnded(of: KeysOf, now: number, most: number): Promise<number>;
  /** Whether the key is the successor of one that is in its overlap. */
  isSuccessorInOverlap(kid: string, now: number): Promise<boolean>;
  /** Whether there is a published key with this scope that never expires. */
  anyLasting(workspaceId: number, scope: string): Promise<boolean>;
  /** Whether there is a published key created by this maker. */
  anyPublishedBy(workspaceId: number, maker: string): Promise<boolean>;
  /** Published keys of all workspaces that had expired by `now`, at most `most`, in no particular order. */
  due(now: number, most: number): Promise<readonly DueKey[]>;
  /**
   * Keys of active customers that are out of the set only because they expired, but still have time left at
   * `now`; at most `most`.
   */
  endedEarly(now: number, most: number): Promise<readonly DueKey[]>;
  /** When the next published key expires. */
  nextExpiry(): Promise<number | undefined>;
  /**
   * Keys after a row ID that aren't revoked and have no `key.bind` row in the audit log, oldest first, at
   * most `most`.
   */
  unbound(workspaceId: number, after: number, most: number): Promise<readonly OwnedKeyRow[]>;
}

export interface KeyQueries extends KeyReads {
  /**
   * @returns The row ID of the key; later keys get higher ones.
   * @throws The database's error if a key with this key ID exists.
   */
  insert(row: NewKeyRow): Promise<number>;
  /** Takes row IDs for keys of this transaction, ascending: later keys get higher ones. */
  newIds(count: number): Promise<readonly number[]>;
  /**
   * Inserts keys whose row IDs are from {@link newIds}.
   *
   * @throws The database's error if a key with one of the key IDs exists.
   */
  insertAll(rows: readonly KeyRow[]): Promise<void>;
  update(
    id: number,
    change: Partial<Omit<KeyRow, 'id' | 'workspace_id' | 'kid' | 'pin' | 'jwk' | 'credential'>>,
  ): Promise<void>;
  /**
   * Records a use; a time before the last one changes nothing. @returns The key's row ID; undefined if the
   * workspace has no such key.
   */
  markUsed(workspaceId: number, kid: string, at: number): Promise<number | undefined>;
}
