import { type Kysely, sql } from 'kysely';
import type { WorkspaceQueries } from '../../queries/workspaces.ts';
import type { Dialect } from '../dialect.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';

const bySlug = prepared((db, slug: string) =>
  db.selectFrom('workspaces').selectAll().where('slug', '=', slug),
);
const byId = prepared((db, id: number) => db.selectFrom('workspaces').selectAll().where('id', '=', id));
const all = prepared((db) => db.selectFrom('workspaces').selectAll().orderBy('id'));
const taken = prepared((db, slug: string, prefix: string) =>
  db
    .selectFrom('workspaces')
    .select(['slug', 'prefix'])
    .where(({ or, eb }) => or([eb('slug', '=', slug), eb('prefix', '=', prefix)])),
);
const head = prepared((db, id: number) =>
  db.selectFrom('workspaces').select(['lineage', 'epoch', 'seq', 'digest']).where('id', '=', id),
);
const moveHeads = prepared(
  (
    db,
    seq: number,
    digest: Uint8Array,
    liveKeys: number,
    auditSeq: number,
    auditHash: Uint8Array,
    id: number,
  ) =>
    db
      .updateTable('workspaces')
      .set({ seq, digest, live_keys: liveKeys, audit_seq: auditSeq, audit_hash: auditHash })
      .where('id', '=', id),
);

export function workspaceQueries(db: Kysely<Database>, dialect: Dialect): WorkspaceQueries {
  return {
    bySlug: async (slug) => (await bySlug(db, slug))[0],
    byId: async (id) => (await byId(db, id))[0],
    bySlugs: (slugs) => db.selectFrom('workspaces').selectAll().where('slug', 'in', slugs).execute(),
    all: () => all(db),
    taken: async (slug, prefix) => (await taken(db, slug, prefix))[0],
    head: async (id) => (await head(db, id))[0],
    async allowedOrigins(slug) {
      const rows = await db
        .selectFrom('workspaces')
        .select('allowed_origins')
        .where('allowed_origins', '!=', '[]')
        .$if(slug !== null, (query) => query.where('slug', '=', slug))
        .execute();
      return rows.map((row) => row.allowed_origins);
    },
    image: (id, kind) =>
      db
        .selectFrom('workspace_images')
        .select(['type', 'bytes'])
        .where('workspace_id', '=', id)
        .where('kind', '=', kind)
        .executeTakeFirst(),
    async putImage(id, kind, image) {
      await db
        .deleteFrom('workspace_images')
        .where('workspace_id', '=', id)
        .where('kind', '=', kind)
        .execute();
      if (image === null) return;
      await db
        .insertInto('workspace_images')
        .values({ workspace_id: id, kind, ...image })
        .execute();
    },
    insert: (row) => db.insertInto('workspaces').values(row).returningAll().executeTakeFirstOrThrow(),
    async update(id, change) {
      await db.updateTable('workspaces').set(change).where('id', '=', id).execute();
    },
    async moveHeads(id, { seq, digest, live_keys, audit_seq, audit_hash }) {
      await moveHeads(db, seq, digest, live_keys, audit_seq, audit_hash, id);
    },
    async beginHistory(id, history) {
      const digest = await dialect.digest(db, id);
      // Keys that were written without the ledger were never counted.
      const live_keys = sql<number>`(SELECT count(*) FROM keys WHERE workspace_id = ${id} AND published = 1)`;
      await db
        .updateTable('workspaces')
        .set({ ...history, seq: 0, digest, live_keys })
        .where('id', '=', id)
        .execute();
    },
  };
}
