import type { KeyRow, WorkspaceRow } from '../rows.ts';
import type { FeedKeyRow } from './changes.ts';
import type { HeadRow } from './workspaces.ts';

/** A position in one history; `digest` is in base64url, as in a `Position`. */
interface Version {
  readonly epoch: number;
  readonly seq: number;
  readonly digest: string;
}

/** A shard of a key set, read in one snapshot. */
export interface ShardRow extends HeadRow {
  /** The last change of any key or signing key of the shard, including those no longer published; null before the first. */
  readonly changed_epoch: number | null;
  readonly changed_seq: number | null;
  readonly changed_digest: Uint8Array | null;
  /** Number of published keys and signing keys; 0 if the version is the one the caller holds. */
  readonly count: number;
  /** Their public halves, newest first, then those of signing keys, each followed by a comma; null for none. */
  readonly bytes: Uint8Array | null;
}

/** Columns of a key or signing key for the key set, and its workspace's lineage. */
export type PublishedKeyRow = Pick<
  KeyRow,
  'shard' | 'jwk' | 'published' | 'changed_epoch' | 'changed_seq' | 'changed_digest'
> &
  Pick<WorkspaceRow, 'lineage'>;

/** Reads of published data. They leave out damaged records and report them. */
export interface PublishedReads {
  /**
   * A shard of a workspace's key set; undefined if there is no such workspace. One pass over an index: about
   * 2 µs per key.
   *
   * @param shard - 0-255.
   * @param held - The version that the caller has. If it is current, the keys aren't read.
   */
  shard(workspaceId: number, shard: number, held: Version | undefined): Promise<ShardRow | undefined>;
  /** A key or a signing key, whether published or not. One or two index lookups. */
  key(workspaceId: number, kid: string): Promise<PublishedKeyRow | undefined>;
  /**
   * The first 16 bytes of the pins of a shard's published keys, concatenated, oldest first. One pass over an
   * index.
   */
  halfPins(workspaceId: number, shard: number): Promise<Buffer>;
  /** Published keys of a shard after a row ID, oldest first, at most `most`. */
  keys(
    workspaceId: number,
    shard: number,
    after: number,
    most: number,
  ): Promise<readonly (FeedKeyRow & Pick<KeyRow, 'id'>)[]>;
}
