import type { KeyRow, WorkspaceRow } from '../rows.ts';
import type { FeedKeyRow } from './changes.ts';
import type { HeadRow } from './workspaces.ts';

/** A position in one history; `digest` is in base64url, as in a `Position`. */
interface Version {
  readonly epoch: number;
  readonly seq: number;
  readonly digest: string;
}

/** A shard of a key set, all of one moment. */
export interface ShardRow extends HeadRow {
  /** The last change of any key of the shard, whatever became of the key; null before the first. */
  readonly changed_epoch: number | null;
  readonly changed_seq: number | null;
  readonly changed_digest: Uint8Array | null;
  /** Published keys; 0 when the version is the one that was held. */
  readonly count: number;
  /** Their public halves, newest first, each with a comma after it; null for none. */
  readonly bytes: Uint8Array | null;
}

/** The key set's part of a key, and its workspace's lineage. */
export type PublishedKeyRow = Pick<
  KeyRow,
  'shard' | 'jwk' | 'published' | 'changed_epoch' | 'changed_seq' | 'changed_digest'
> &
  Pick<WorkspaceRow, 'lineage'>;

/** Reads of what is published. They leave damaged records out, and report them. */
export interface PublishedReads {
  /**
   * A shard of a workspace's key set; undefined for no such workspace. One pass over an index: some 2 µs a key.
   *
   * @param shard - 0-255.
   * @param held - The version that the caller has: its keys are then not read again.
   */
  shard(workspaceId: number, shard: number, held: Version | undefined): Promise<ShardRow | undefined>;
  /** One look at an index, whether the key is published or not. */
  key(workspaceId: number, kid: string): Promise<PublishedKeyRow | undefined>;
  /** The first 16 bytes of the pins of a shard's published keys, one after the other, oldest first. One pass over an index. */
  halfPins(workspaceId: number, shard: number): Promise<Buffer>;
  /** Published keys of a shard after a number, oldest first, at most `most`. */
  keys(
    workspaceId: number,
    shard: number,
    after: number,
    most: number,
  ): Promise<readonly (FeedKeyRow & Pick<KeyRow, 'id'>)[]>;
}
