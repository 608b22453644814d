import type { KeyRow, NewKeyRow, OwnedKeyRow } from '../rows.ts';
import type { Stretch } from './customers.ts';

/** Whose keys: of a customer, or of a whole workspace where that is null. */
export interface KeysOf {
  readonly workspace_id: number;
  readonly customer_id: number | null;
}

/** Which keys. Every member narrows. */
export interface KeysWanted {
  /** By what the key is at a time: the first of revoked, expired, disabled, active that holds. */
  readonly state?:
    | { readonly in: readonly ('active' | 'disabled' | 'expired' | 'revoked')[]; readonly at: number }
    | undefined;
  readonly method?: string | undefined;
  /** Part of the name in any case of ASCII letters, the beginning of the key ID, or the whole ending. */
  readonly q?: string | undefined;
  /** Not included. */
  readonly expiresBefore?: number | undefined;
  readonly isRevoked?: false | undefined;
  /** Neither revoked nor expired at this time. */
  readonly liveAt?: number | undefined;
  /** Created by one of these, or in one of these portal sessions. */
  readonly makers?: readonly string[] | undefined;
  /** Included. */
  readonly createdAfter?: number | undefined;
  /** Not included. */
  readonly createdBefore?: number | undefined;
}

/** A key that time has ended, or should not have. */
export type DueKey = Pick<KeyRow, 'id' | 'workspace_id' | 'kid'>;

export interface KeyReads {
  /** A key of a workspace. One look at an index. */
  byKid(workspaceId: number, kid: string): Promise<OwnedKeyRow | undefined>;
  /** Those of these keys of a workspace that exist, newest first. At most 500. */
  byKids(workspaceId: number, kids: readonly string[]): Promise<readonly OwnedKeyRow[]>;
  /** The number of the newest key of any workspace. */
  newestId(): Promise<number | undefined>;
  /** A key of any workspace: for whoever holds it, since its ID was read from the key itself. */
  find(kid: string): Promise<OwnedKeyRow | undefined>;
  /** A key of any workspace by its pin, among those without a public half. One look at an index. */
  byPin(pin: Uint8Array): Promise<OwnedKeyRow | undefined>;
  /** Those of these that exist, in no particular order. At most 500. */
  byIds(ids: readonly number[]): Promise<readonly OwnedKeyRow[]>;
  /** Newest first. Looks at every key of the stretch: choose it by {@link further}. */
  newest(of: KeysOf, wanted: KeysWanted, stretch: Stretch): Promise<readonly OwnedKeyRow[]>;
  /** The number of the key that lies `rows` below a number, found by an index alone; undefined when there are fewer. */
  further(of: KeysOf, below: number, rows: number): Promise<number | undefined>;
  /** Records of a workspace as they are, newest first, also those whose customer is missing. */
  records(workspaceId: number, stretch: Omit<Stretch, 'from'>): Promise<readonly KeyRow[]>;
  /** Whether the workspace ever had a key. */
  any(workspaceId: number): Promise<boolean>;
  /** Keys that count against a customer's limit: neither revoked nor expired, and no successor of a key in its overlap. Looks at them all. */
  countLive(customerId: number, now: number): Promise<number>;
  /** Published keys of a workspace that expire after `now` and no later than `until`; counts to `most`. */
  countExpiring(workspaceId: number, now: number, until: number, most: number): Promise<number>;
  /** Keys that are revoked, or had expired by `now`; counts each kind to `most`. */
  countEnded(of: KeysOf, now: number, most: number): Promise<number>;
  /** Whether the key is the successor of one that is in its overlap. */
  isSuccessorInOverlap(kid: string, now: number): Promise<boolean>;
  /** Whether a key is published that has this scope and never expires. */
  anyLasting(workspaceId: number, scope: string): Promise<boolean>;
  /** Whether a key is published that was created by this maker. */
  anyPublishedBy(workspaceId: number, maker: string): Promise<boolean>;
  /** Published keys of all workspaces whose time was over by `now`, at most `most`, in no particular order. */
  due(now: number, most: number): Promise<readonly DueKey[]>;
  /** Keys that only time has ended and that still have time left at `now`, of active customers; at most `most`. */
  endedEarly(now: number, most: number): Promise<readonly DueKey[]>;
  /** When the next published key expires. */
  nextExpiry(): Promise<number | undefined>;
  /** Keys that are not revoked and that no `key.bind` row of the audit log names, after a number, oldest first, at most `most`. */
  unbound(workspaceId: number, after: number, most: number): Promise<readonly OwnedKeyRow[]>;
}

export interface KeyQueries extends KeyReads {
  /**
   * @returns The number that the key got; later keys get higher ones.
   * @throws What the database throws when a key has this ID.
   */
  insert(row: NewKeyRow): Promise<number>;
  update(
    id: number,
    change: Partial<Omit<KeyRow, 'id' | 'workspace_id' | 'kid' | 'pin' | 'jwk'>>,
  ): Promise<void>;
  /** Records a use; a time before the last one changes nothing. @returns The key's number; undefined when the workspace has no such key. */
  markUsed(workspaceId: number, kid: string, at: number): Promise<number | undefined>;
}
