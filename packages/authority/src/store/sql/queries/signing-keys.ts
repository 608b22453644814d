import { type Kysely, sql } from 'kysely';
import type { SigningKeyQueries } from '../../queries/signing-keys.ts';
import type { Database } from '../tables.ts';

export function signingKeyQueries(db: Kysely<Database>): SigningKeyQueries {
  const all = () => db.selectFrom('signing_keys').selectAll();
  const current = () => all().where('rotated_at', 'is', null).where('removed_at', 'is', null);
  return {
    ofWorkspace: (workspaceId, most) =>
      all().where('workspace_id', '=', workspaceId).orderBy('id', 'desc').limit(most).execute(),
    current: (workspaceId) => current().where('workspace_id', '=', workspaceId).executeTakeFirst(),
    byKid: (workspaceId, kid) =>
      all().where('workspace_id', '=', workspaceId).where('kid', '=', kid).executeTakeFirst(),
    allCurrent: () => current().orderBy('id').execute(),
    retiring: () =>
      all().where('published', '=', 1).where('rotated_at', 'is not', null).orderBy('id').execute(),
    async countLive(kid, now, most) {
      const { rows } = await sql<{ readonly count: number }>`
        SELECT count(*) AS count FROM (
          SELECT 1 FROM keys WHERE signed_by = ${kid} AND revoked_at IS NULL AND expires_at IS NULL
          UNION ALL
          SELECT 1 FROM keys WHERE signed_by = ${kid} AND revoked_at IS NULL AND expires_at > ${now}
          LIMIT ${most}
        ) AS live`.execute(db);
      return rows[0]?.count ?? 0;
    },
    async insert(row) {
      const { id } = await db
        .insertInto('signing_keys')
        .values(row)
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    async update(id, change) {
      await db.updateTable('signing_keys').set(change).where('id', '=', id).execute();
    },
  };
}
