import type { Position } from '@lostwax/contract';
import type { Tx } from './store.ts';

/** A removal from a workspace's set that was announced to readers. */
export interface Removal extends Pick<Position, 'epoch' | 'seq'> {
  readonly workspaceId: number;
}

/** What this process has announced of the sets. */
export interface Announced {
  /** How far each workspace's changes had come, by its ID. */
  readonly heads: ReadonlyMap<number, Pick<Position, 'lineage' | 'epoch' | 'seq'>>;
  /** The latest removals, by key ID: only those of keys that haven't come back. */
  readonly removed: ReadonlyMap<string, Removal>;
}

/** Another database server has taken over. */
export interface Failover {
  /** False if another replica has dealt with it already. */
  readonly isFirst: boolean;
  /** Whether a standby had confirmed the last transaction that this server has. */
  readonly synchronous: boolean;
  /** When that was, in milliseconds since the Unix epoch; undefined if it isn't known. */
  readonly lastCommitAt: number | undefined;
  /** Undefined if this process has just started. */
  readonly announced: Announced | undefined;
}

/** Decides what a failover means, in a transaction before any other on the new server. */
export type TakeOver = (tx: Tx, failover: Failover) => Promise<void>;
