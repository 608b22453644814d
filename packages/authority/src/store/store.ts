import type { Position } from '@lostwax/contract';
import type { DamagedRecords } from './damaged.ts';
import type { Queries, Reads } from './queries/queries.ts';

/** One pin that entered or left a workspace's set, told to listeners once it is durable. */
export interface PinChange extends Position {
  readonly workspaceId: number;
  readonly kid: string;
  /** 0-255. */
  readonly shard: number;
  /** The public half, rendered as in the key set; null for a key that the key set leaves out. */
  readonly jwk: string | null;
  /** `restored`: it had left and is back at its old place in the order. */
  readonly kind: 'added' | 'restored' | 'removed';
}

/** Hears of changes in the order of their commits; `unknown`: another process wrote, so all that is held may be old. */
export type CommitListener = (changes: readonly PinChange[] | 'unknown') => void;

/** What an operation writes through. It is valid until the operation's promise settles. */
export interface Tx {
  readonly db: Queries;
  /** Tells listeners of a change of a pin, after the commit and only if there is one. */
  changed(change: PinChange): void;
}

/**
 * Where an authority keeps its state.
 *
 * `read` sees committed state only. `write` runs operations one after another; many share one durable transaction, and
 * each has a savepoint of its own: one that throws leaves no trace and does not disturb its neighbours.
 */
export interface Store {
  readonly read: Reads;
  /**
   * Resolves when what the operation wrote is durable.
   *
   * An operation may run no other code than queries: while it waits for anything else, everybody waits. It may run a second time
   * after a transaction that the disk refused.
   *
   * @throws {@link AuthorityError} `storage_unavailable` when the disk refuses; nothing was written then.
   */
  write<T>(operation: (tx: Tx) => Promise<T>): Promise<T>;
  /** {@link write} for what takes access away: it may use the disk space that is held back for that. */
  end: Store['write'];
  /**
   * Resolves when writes are possible.
   *
   * @throws {@link AuthorityError} `storage_unavailable` when they are refused, or only those are taken that end access.
   */
  probe(): Promise<void>;
  /** Gives a view of one moment, which stays while others write, for as long as `work` takes. */
  frozen<T>(work: (db: Reads) => Promise<T>): Promise<T>;
  /** Key records that documents leave out. */
  readonly damaged: DamagedRecords;
  /** @returns A function that ends the subscription. */
  onCommit(listener: CommitListener): () => void;
  /**
   * Hears that deleted things are to be overwritten, and deletes copies of its own; {@link scrub} waits for it.
   *
   * @returns A function that ends the subscription.
   */
  onScrub(listener: () => Promise<void>): () => void;
  /**
   * Overwrites what was deleted, also in the write-ahead log: the end of an erasure.
   *
   * @throws {@link AuthorityError} `storage_unavailable` when that is not possible now.
   */
  scrub(): Promise<void>;
  /** Waits for writes under way, then closes. */
  close(): Promise<void>;
}
