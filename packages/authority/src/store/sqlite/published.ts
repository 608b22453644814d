import { HALF_PIN_BYTES, PIN_BYTES } from '@lostwax/contract';
import { type Kysely, sql } from 'kysely';
import type { ShardRow } from '../queries/published.ts';
import type { Dialect } from '../sql/dialect.ts';
import { prepared } from '../sql/prepared.ts';
import type { Database } from '../sql/tables.ts';

/** One database aggregate per shard: a row per pin would cost ten times as much. */
const halfPins = prepared((db, workspaceId: number, shard: number) =>
  db
    .selectFrom('keys')
    .select(sql<string | null>`group_concat(hex(substr(pin, 1, ${sql.lit(HALF_PIN_BYTES)})), '')`.as('pins'))
    .where('workspace_id', '=', workspaceId)
    .where('shard', '=', shard)
    .where('published', '=', sql.lit(1))
    .where('jwk', 'is not', null)
    // A pin of another length would shift all that follow.
    .where(sql<boolean>`(length(pin) = ${sql.lit(PIN_BYTES)} or has_bad_pin(kid))`),
);

/** Reads of published data, with the functions of `leave-out-damaged.ts`. */
export function publishedQueries(db: Kysely<Database>): ReturnType<Dialect['published']> {
  return {
    async shard(workspaceId, shard, held) {
      const { epoch, seq } = held ?? { epoch: -1, seq: -1 };
      const digest = Buffer.from(held?.digest ?? '', 'base64url');
      const { rows } = await shardQuery(workspaceId, shard, epoch, seq, digest).execute(db);
      return rows[0];
    },
    halfPins: async (workspaceId, shard) =>
      Buffer.from((await halfPins(db, workspaceId, shard))[0]?.pins ?? '', 'hex'),
  };
}

/**
 * One statement, so that position, version and entries belong to one snapshot.
 *
 * `published = 1` must not be a parameter: the index keys_by_shard is partial. The bytes come as a blob that
 * is ready to send, in index order: `group_concat(... ORDER BY)` would sort them again.
 */
function shardQuery(workspaceId: number, shard: number, epoch: number, seq: number, digest: Uint8Array) {
  return sql<ShardRow>`
    WITH last AS (
      SELECT * FROM (
        SELECT changed_epoch, changed_seq, changed_digest FROM keys WHERE workspace_id = ${workspaceId} AND shard = ${shard}
        ORDER BY changed_epoch DESC, changed_seq DESC LIMIT 1
      ) UNION ALL SELECT * FROM (
        SELECT changed_epoch, changed_seq, changed_digest FROM signing_keys WHERE workspace_id = ${workspaceId} AND shard = ${shard}
        ORDER BY changed_epoch DESC, changed_seq DESC LIMIT 1
      ) ORDER BY changed_epoch DESC, changed_seq DESC LIMIT 1
    ), is_old AS (
      SELECT NOT EXISTS (SELECT 1 FROM last WHERE changed_epoch = ${epoch} AND changed_seq = ${seq} AND changed_digest = ${digest}) AS yes
    ), live AS (
      SELECT count(*) AS count, group_concat(jwk, ',') || ',' AS text FROM (
        SELECT jwk FROM keys
        WHERE workspace_id = ${workspaceId} AND shard = ${shard} AND published = 1 AND jwk IS NOT NULL
          AND is_publishable(kid, shard, (SELECT prefix FROM workspaces WHERE id = ${workspaceId}), jwk)
          AND (SELECT yes FROM is_old)
        ORDER BY id DESC
      )
    ), signing AS (
      SELECT count(*) AS count, group_concat(jwk, ',') || ',' AS text FROM (
        SELECT jwk FROM signing_keys
        WHERE workspace_id = ${workspaceId} AND shard = ${shard} AND published = 1
          AND is_publishable(kid, shard, (SELECT prefix FROM workspaces WHERE id = ${workspaceId}), jwk)
          AND (SELECT yes FROM is_old)
        ORDER BY id DESC
      )
    )
    SELECT lineage, epoch, seq, digest, changed_epoch, changed_seq, changed_digest, live.count + signing.count AS count,
      CAST(nullif(coalesce(live.text, '') || coalesce(signing.text, ''), '') AS BLOB) AS bytes
    FROM workspaces JOIN live ON TRUE JOIN signing ON TRUE LEFT JOIN last ON TRUE WHERE workspaces.id = ${workspaceId}`;
}
