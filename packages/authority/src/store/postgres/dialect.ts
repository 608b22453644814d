import { HALF_PIN_BYTES, PIN_BYTES, SetDigest } from '@lostwax/contract';
import { type Kysely, sql } from 'kysely';
import { type DamagedRecords, isPublishable } from '../damaged.ts';
import type { ShardRow } from '../queries/published.ts';
import type { Dialect } from '../sql/dialect.ts';
import { pinStart, startOf } from '../sql/pin-start.ts';
import { prepared, preparedList } from '../sql/prepared.ts';
import { selectKeys } from '../sql/queries/select-keys.ts';
import type { Database } from '../sql/tables.ts';

const unsignedByPins = preparedList((db, pins: readonly Uint8Array[]) =>
  selectKeys(db).where('keys.pin', 'in', pins).where('keys.jwk', 'is', null),
);
const signedByStarts = preparedList((db, starts: readonly Uint8Array[]) =>
  selectKeys(db).where(pinStart, 'in', starts).where('keys.jwk', 'is not', null),
);

/** What is PostgreSQL's own. */
export function postgres(damaged: DamagedRecords): Dialect {
  return {
    published: (db) => publishedQueries(db, damaged),
    async keysByPins(db, pins) {
      const unsigned = await unsignedByPins(db, pins);
      return [...unsigned, ...(await signedByStarts(db, pins.map(startOf)))];
    },
    isEntryOf: (kid) => sql<boolean>`audit.kid = ${kid}`,
    // A transaction gathers them: session.ts.
    insertAll: () => Promise.reject(new Error('Only a transaction inserts rows.')),
    async newIds(db, table, count) {
      if (count === 0) return [];
      // In lower case it counts as a read, so it sends nothing that is gathered.
      const ids = sql<{ readonly id: number }>`select nextval(pg_get_serial_sequence(${table}, 'id')) as id
        from generate_series(1, ${count}::int) order by id`;
      return (await ids.execute(db)).rows.map(({ id }) => id);
    },
    async digest(db, workspaceId) {
      const digest = new SetDigest();
      for (let shard = 0; shard < 256; shard += 1)
        digest.toggleAll(await pinsOf(db, damaged, workspaceId, shard));
      return digest.bytes;
    },
  };
}

function publishedQueries(db: Kysely<Database>, damaged: DamagedRecords): ReturnType<Dialect['published']> {
  return {
    async shard(workspaceId, shard, held) {
      const { epoch, seq } = held ?? { epoch: -1, seq: -1 };
      const digest = Buffer.from(held?.digest ?? '', 'base64url');
      const { rows } = await shardQuery(workspaceId, shard, epoch, seq, digest).execute(db);
      return shardOf(rows, shard, damaged);
    },
    halfPins: (workspaceId, shard) => pinsOf(db, damaged, workspaceId, shard),
  };
}

const pins = prepared((db, workspaceId: number, shard: number) =>
  db
    .selectFrom('keys')
    .select([
      sql<Buffer | null>`string_agg(substr(pin, 1, ${sql.lit(HALF_PIN_BYTES)}), ''::bytea ORDER BY id)
        FILTER (WHERE length(pin) = ${sql.lit(PIN_BYTES)})`.as('pins'),
      sql<readonly string[] | null>`array_agg(kid) FILTER (WHERE length(pin) <> ${sql.lit(PIN_BYTES)})`.as(
        'bad',
      ),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('shard', '=', shard)
    .where('published', '=', sql.lit(1))
    .where('jwk', 'is not', null),
);

async function pinsOf(
  db: Kysely<Database>,
  damaged: DamagedRecords,
  workspaceId: number,
  shard: number,
): Promise<Buffer> {
  const [row] = await pins(db, workspaceId, shard);
  // A pin of another length would shift all that follow.
  for (const kid of row?.bad ?? []) damaged.found(kid, 'its pin does not have 32 bytes');
  return row?.pins ?? Buffer.alloc(0);
}

/** The first row is the head, the others are keys: then signing keys. */
type Part = Omit<ShardRow, 'count' | 'bytes'> & {
  readonly prefix: string;
  readonly kid: string | null;
  readonly jwk: string;
};

function shardOf(
  [head, ...keys]: readonly Part[],
  shard: number,
  damaged: DamagedRecords,
): ShardRow | undefined {
  if (head === undefined) return undefined;
  const { kid: _kid, jwk: _jwk, prefix, ...row } = head;
  const good: string[] = [];
  for (const { kid, jwk } of keys) {
    if (isPublishable(kid ?? '', shard, prefix, jwk)) good.push(jwk);
    else damaged.found(kid ?? '', 'its public half is not valid');
  }
  return { ...row, count: good.length, bytes: good.length === 0 ? null : Buffer.from(`${good.join(',')},`) };
}

/**
 * One statement, so that position, version and entries belong to one snapshot.
 *
 * `published = 1` must not be a parameter: the index keys_by_shard is partial.
 */
function shardQuery(workspaceId: number, shard: number, epoch: number, seq: number, digest: Uint8Array) {
  return sql<Part>`
    WITH last AS (
      SELECT * FROM (
        (SELECT changed_epoch, changed_seq, changed_digest FROM keys WHERE workspace_id = ${workspaceId} AND shard = ${shard}
        ORDER BY changed_epoch DESC, changed_seq DESC LIMIT 1)
        UNION ALL
        (SELECT changed_epoch, changed_seq, changed_digest FROM signing_keys WHERE workspace_id = ${workspaceId} AND shard = ${shard}
        ORDER BY changed_epoch DESC, changed_seq DESC LIMIT 1)
      ) AS both_kinds ORDER BY changed_epoch DESC, changed_seq DESC LIMIT 1
    ), is_old AS (
      SELECT NOT EXISTS (SELECT 1 FROM last WHERE changed_epoch = ${epoch} AND changed_seq = ${seq} AND changed_digest = ${digest}) AS yes
    ), parts AS (
      SELECT 0 AS part, 0 AS id, prefix, lineage, epoch, seq, digest, changed_epoch, changed_seq, changed_digest, NULL AS kid, NULL AS jwk
      FROM workspaces LEFT JOIN last ON TRUE WHERE workspaces.id = ${workspaceId}
      UNION ALL
      SELECT 1, id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, kid, jwk FROM keys
      WHERE workspace_id = ${workspaceId} AND shard = ${shard} AND published = 1 AND jwk IS NOT NULL AND (SELECT yes FROM is_old)
      UNION ALL
      SELECT 2, id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, kid, jwk FROM signing_keys
      WHERE workspace_id = ${workspaceId} AND shard = ${shard} AND published = 1 AND (SELECT yes FROM is_old)
    )
    SELECT prefix, lineage, epoch, seq, digest, changed_epoch, changed_seq, changed_digest, kid, jwk FROM parts ORDER BY part, id DESC`;
}
