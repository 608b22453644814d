import type { Kysely } from 'kysely';
import type { SessionQueries } from '../../queries/sessions.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';

const byId = prepared((db, id: string) => db.selectFrom('sessions').selectAll().where('id', '=', id));

export function sessionQueries(db: Kysely<Database>): SessionQueries {
  return {
    byId: async (id) => (await byId(db, id))[0],
    byCode: (codeHash, workspaceId, now) =>
      db
        .selectFrom('sessions')
        .selectAll()
        .where('code_hash', '=', codeHash)
        .where('workspace_id', 'is not distinct from', workspaceId)
        .where('expires_at', '>', now)
        .executeTakeFirst(),
    ofCustomer: (customerId, now) =>
      db
        .selectFrom('sessions')
        .selectAll()
        .where('customer_id', '=', customerId)
        .where('expires_at', '>', now)
        .execute(),
    page: (workspaceId, now, { customerId, most, offset }) =>
      db
        .selectFrom('sessions')
        .innerJoin('customers', 'customers.id', 'sessions.customer_id')
        .selectAll('sessions')
        .select('customers.subject as subject')
        .where('sessions.workspace_id', '=', workspaceId)
        .where('sessions.expires_at', '>', now)
        .$if(customerId !== undefined, (query) =>
          query.where('sessions.customer_id', '=', customerId as number),
        )
        .orderBy('sessions.created_at', 'desc')
        .orderBy('sessions.id')
        .limit(most)
        .offset(offset)
        .execute(),
    openedBy: (maker) =>
      db
        .selectFrom('sessions')
        .innerJoin('workspaces', 'workspaces.id', 'sessions.workspace_id')
        .select(['sessions.id', 'workspaces.slug'])
        .where('sessions.created_by', '=', maker)
        .execute(),
    async over(now, most) {
      const query = db.selectFrom('sessions').select('id').where('expires_at', '<=', now).limit(most);
      return (await query.execute()).map(({ id }) => id);
    },
    async insert(row) {
      await db.insertInto('sessions').values(row).execute();
    },
    async update(id, change) {
      await db.updateTable('sessions').set(change).where('id', '=', id).execute();
    },
    async remove(ids) {
      if (ids.length === 0) return 0;
      const { numDeletedRows } = await db.deleteFrom('sessions').where('id', 'in', ids).executeTakeFirst();
      return Number(numDeletedRows);
    },
    async removeOfCustomer(customerId) {
      await db.deleteFrom('sessions').where('customer_id', '=', customerId).execute();
    },
    async removeOf(holder) {
      await db
        .deleteFrom('sessions')
        .where(({ or, eb }) => or([eb('created_by', '=', holder), eb('holder', '=', holder)]))
        .execute();
    },
    async removeAll() {
      const { numDeletedRows } = await db.deleteFrom('sessions').executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
