import { HALF_PIN_BYTES, type Position } from '@lostwax/contract';
import { positionOf } from '../domain/workspaces/position.ts';
import type { Reads } from '../store/queries/queries.ts';

/** The published keys of a shard. */
export interface Entries {
  readonly count: number;
  /**
   * JWKs as `renderJwk` writes them, newest first, each followed by a comma. Never changed in
   * place.
   */
  readonly bytes: Buffer;
}

/** A shard as read by one statement. */
export interface LoadedShard {
  /** The workspace's position at that moment. */
  readonly position: Position;
  /** The last change of any key of the shard, whatever became of the key. */
  readonly version: Position;
  /** Undefined if `version` is the caller's: nothing has changed then. */
  readonly entries: Entries | undefined;
}

/**
 * Reads a shard from the store.
 *
 * @param shard - 0-255.
 * @param held - Version that the caller has: its entries aren't read again.
 * @throws Errors of the database.
 */
export async function loadShard(
  { published }: Pick<Reads, 'published'>,
  workspaceId: number,
  shard: number,
  held: Position | undefined,
): Promise<LoadedShard> {
  const row = await published.shard(workspaceId, shard, held);
  if (row === undefined) throw new Error(`The store does not contain workspace ${workspaceId}.`);
  const { lineage } = row;
  const version = positionOf({
    lineage,
    epoch: row.changed_epoch ?? row.epoch,
    seq: row.changed_seq ?? 0,
    digest: row.changed_digest ?? new Uint8Array(HALF_PIN_BYTES),
  });
  const same = version.epoch === held?.epoch && version.seq === held.seq && version.digest === held.digest;
  return {
    position: positionOf(row),
    version,
    entries: same ? undefined : { count: row.count, bytes: bufferOf(row.bytes) },
  };
}

function bufferOf(bytes: Uint8Array | null): Buffer {
  return bytes === null ? Buffer.alloc(0) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
