import type { Kysely } from 'kysely';
import type { CustomerQueries } from '../../queries/customers.ts';
import type { CustomerRow } from '../../rows.ts';
import type { Dialect } from '../dialect.ts';
import { insertRow, prepared, preparedList } from '../prepared.ts';
import type { Database } from '../tables.ts';
import { likePart } from './conditions.ts';

const bySubject = prepared((db, workspaceId: number, subject: string) =>
  db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('subject', '=', subject),
);
const byId = prepared((db, id: number) => db.selectFrom('customers').selectAll().where('id', '=', id));
const byRef = prepared((db, ref: string) => db.selectFrom('customers').selectAll().where('ref', '=', ref));

const bySubjects = preparedList((db, subjects: readonly string[], workspaceId: number) =>
  db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('subject', 'in', subjects),
);

export function customerQueries(db: Kysely<Database>, dialect: Dialect): CustomerQueries {
  return {
    bySubject: async (workspaceId, subject) => (await bySubject(db, workspaceId, subject))[0],
    bySubjects: (workspaceId, subjects) =>
      subjects.length === 1
        ? bySubject(db, workspaceId, subjects[0] as string)
        : bySubjects(db, subjects, workspaceId),
    byId: async (id) => (await byId(db, id))[0],
    newest: (workspaceId, { from, below, most }, q) =>
      db
        .selectFrom('customers')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('subject', 'is not', null)
        .$if(from !== undefined, (query) => query.where('id', '>=', from as number))
        .where('id', '<', below)
        .$if(q !== undefined, (query) =>
          query.where(({ or }) => or([likePart('subject', q as string), likePart('name', q as string)])),
        )
        .orderBy('id', 'desc')
        .$if(most !== undefined, (query) => query.limit(most as number))
        .execute(),
    async further(below, rows) {
      const row = await db
        .selectFrom('customers')
        .select('id')
        .where('id', '<', below)
        .orderBy('id', 'desc')
        .offset(rows - 1)
        .limit(1)
        .executeTakeFirst();
      return row?.id;
    },
    async restricted(workspaceId) {
      const rows = await db
        .selectFrom('customers')
        .select('subject')
        .where('workspace_id', '=', workspaceId)
        .where(({ or, eb }) =>
          or([eb('state', '!=', 'active'), eb('max_keys', 'is not', null), eb('scopes', 'is not', null)]),
        )
        .execute();
      return rows.map(({ subject }) => subject);
    },
    async insert(row) {
      await insertRow(db, 'customers', row);
      return (await byRef(db, row.ref))[0] as CustomerRow;
    },
    newIds: (count) => dialect.newIds(db, 'customers', count),
    insertAll: (rows) => dialect.insertAll(db, 'customers', rows),
    async update(id, change) {
      await db.updateTable('customers').set(change).where('id', '=', id).execute();
    },
  };
}
