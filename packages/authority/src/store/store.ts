import type { Position } from '@lostwax/contract';
import type { DamagedRecords } from './damaged.ts';
import type { Queries, Reads } from './queries/queries.ts';

/** A pin, or a signing key, that was added to a workspace's set or removed from it. Listeners receive it once it is durable. */
export interface PinChange extends Position {
  readonly workspaceId: number;
  readonly kid: string;
  /** 0-255. */
  readonly shard: number;
  /** The public half, rendered as in the key set; null for a key that isn't published there. */
  readonly jwk: string | null;
  /** `restored`: it had been removed and is back at its old place in the order, or it is a signing key, which comes after the keys. */
  readonly kind: 'added' | 'restored' | 'removed';
}

/**
 * Receives changes in commit order, also those of other replicas. `unknown`: another process wrote, so any cached state may be
 * stale; `settings`: only registered readers and settings may be.
 */
export type CommitListener = (changes: readonly PinChange[] | 'unknown' | 'settings') => void;

/** How a store that several replicas share keeps up with the others. */
export interface Replica {
  /**
   * Resolves once listeners have received every change that was committed before the call.
   *
   * @throws {@link AuthorityError} `storage_unavailable` if the database can't be reached.
   */
  sync(): Promise<void>;
  /** How long ago listeners had received every change, in milliseconds. */
  age(): number;
  /**
   * Claims a number for this replica, until it releases it or loses its connection. @returns False if another replica has it.
   *
   * @throws {@link AuthorityError} `storage_unavailable`.
   */
  claim(id: number): Promise<boolean>;
  release(id: number): Promise<void>;
  /** Tells the other replicas something that isn't stored, in less than 8,000 bytes. It may get lost. */
  share(text: string): void;
  /** Called with what other replicas tell. */
  onShared(listener: (text: string) => void): void;
}

/** The transaction of an operation. Valid until the operation's promise settles. */
export interface Tx {
  readonly db: Queries;
  /** Announces a pin change to listeners, after the commit and only if it succeeds. */
  changed(change: PinChange): void;
}

/**
 * Where an authority keeps its state.
 *
 * `read` sees only committed state. `write` runs operations one after another. Many share one durable
 * transaction: one that throws leaves no trace and doesn't affect the others.
 */
export interface Store {
  readonly read: Reads;
  /**
   * Resolves when the operation's writes are durable.
   *
   * An operation may await only queries: while it waits for anything else, all other writes wait too. It may
   * run again after a transaction that the disk refused, or in which another operation failed.
   *
   * @throws {@link AuthorityError} `storage_unavailable` if the disk refuses; nothing was written then.
   */
  write<T>(operation: (tx: Tx) => Promise<T>): Promise<T>;
  /** {@link write} for operations that take access away: they may use the reserved disk space. */
  end: Store['write'];
  /** {@link write} for operations that take long: each has a transaction of its own, and small ones go in between. */
  writeMuch: Store['write'];
  /**
   * Resolves if writes are possible.
   *
   * @throws {@link AuthorityError} `storage_unavailable` if writes are refused, or only those that end access
   * are accepted.
   */
  probe(): Promise<void>;
  /** Provides a snapshot that doesn't change with concurrent writes, for as long as `work` runs. */
  frozen<T>(work: (db: Reads) => Promise<T>): Promise<T>;
  /** Undefined if this process alone uses the database. */
  readonly replica?: Replica | undefined;
  /** Key records that are left out of what is published. */
  readonly damaged: DamagedRecords;
  /** @returns A function that ends the subscription. */
  onCommit(listener: CommitListener): () => void;
  /**
   * Called when deleted data is to be overwritten, so that the listener deletes its own copies; {@link scrub}
   * waits for it.
   *
   * @returns A function that ends the subscription.
   */
  onScrub(listener: () => Promise<void>): () => void;
  /**
   * Overwrites deleted data, including in the write-ahead log: the last step of an erasure.
   *
   * @throws {@link AuthorityError} `storage_unavailable` if that isn't possible now.
   */
  scrub(): Promise<void>;
  /** Waits for writes in progress, then closes. */
  close(): Promise<void>;
}
