import { HALF_PIN_BYTES, type Position } from '@lostwax/contract';
import { type RawBuilder, sql } from 'kysely';
import { positionOf } from '../domain/workspaces/position.ts';
import type { Handle } from '../store/store.ts';

/** The published keys of a shard. */
export interface Entries {
  readonly count: number;
  /** JWKs as `renderJwk` writes them, newest first, each with a comma behind it. Never changed in place. */
  readonly bytes: Buffer;
}

/** A shard as one statement saw it. */
export interface LoadedShard {
  /** The workspace's position at that moment. */
  readonly position: Position;
  /** The last change of any key of the shard, whatever became of the key. */
  readonly version: Position;
  /** Undefined when `version` is the one held: then nothing has changed. */
  readonly entries: Entries | undefined;
}

interface ShardRow {
  readonly lineage: string;
  readonly epoch: number;
  readonly seq: number;
  readonly digest: Uint8Array;
  readonly changed_epoch: number | null;
  readonly changed_seq: number | null;
  readonly changed_digest: Uint8Array | null;
  readonly count: number;
  readonly bytes: Uint8Array | null;
}

/**
 * Reads a shard from the store.
 *
 * @param shard - 0-255.
 * @param held - Version that the caller has: its entries are not read again.
 * @throws What the database throws.
 */
export async function loadShard(
  db: Handle,
  workspaceId: number,
  shard: number,
  held: Position | undefined,
): Promise<LoadedShard> {
  const { rows } = await shardQuery(workspaceId, shard, held).execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error(`The store has no workspace ${workspaceId}.`);
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

/**
 * One statement, so that position, version and entries are of one moment.
 *
 * `published = 1` is no parameter: the index keys_by_shard is partial. The bytes come as a blob, ready to be sent, and in
 * the order of the index: `group_concat(... ORDER BY)` would sort them once more.
 */
export function shardQuery(
  workspaceId: number,
  shard: number,
  held: Position | undefined,
): RawBuilder<ShardRow> {
  const { epoch, seq } = held ?? { epoch: -1, seq: -1 };
  const digest = Buffer.from(held?.digest ?? '', 'base64url');
  return sql<ShardRow>`
    WITH last AS (
      SELECT changed_epoch, changed_seq, changed_digest FROM keys WHERE workspace_id = ${workspaceId} AND shard = ${shard}
      ORDER BY changed_epoch DESC, changed_seq DESC LIMIT 1
    ), live AS (
      SELECT count(*) AS count, CAST(group_concat(jwk, ',') || ',' AS BLOB) AS bytes FROM (
        SELECT jwk FROM keys
        WHERE workspace_id = ${workspaceId} AND shard = ${shard} AND published = 1
          AND is_publishable(kid, shard, (SELECT prefix FROM workspaces WHERE id = ${workspaceId}), jwk)
          AND NOT EXISTS (SELECT 1 FROM last WHERE changed_epoch = ${epoch} AND changed_seq = ${seq} AND changed_digest = ${digest})
        ORDER BY id DESC
      )
    )
    SELECT lineage, epoch, seq, digest, changed_epoch, changed_seq, changed_digest, live.count, live.bytes
    FROM workspaces JOIN live ON TRUE LEFT JOIN last ON TRUE WHERE workspaces.id = ${workspaceId}`;
}

function bufferOf(bytes: Uint8Array | null): Buffer {
  return bytes === null ? Buffer.alloc(0) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
