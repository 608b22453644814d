import type { Kysely } from 'kysely';
import type { TaskQueries } from '../../queries/tasks.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';

const ofCustomer = prepared((db, customerId: number) =>
  db.selectFrom('tasks').selectAll().where('customer_id', '=', customerId).orderBy('id'),
);

export function taskQueries(db: Kysely<Database>): TaskQueries {
  return {
    all: () => db.selectFrom('tasks').selectAll().orderBy('id').execute(),
    byId: (id) => db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirst(),
    ofCustomer: (customerId) => ofCustomer(db, customerId),
    async insert(row) {
      const { id } = await db.insertInto('tasks').values(row).returning('id').executeTakeFirstOrThrow();
      return id;
    },
    async update(id, change) {
      await db.updateTable('tasks').set(change).where('id', '=', id).execute();
    },
    async remove(id) {
      await db.deleteFrom('tasks').where('id', '=', id).execute();
    },
    async removeOfCustomer(customerId) {
      await db.deleteFrom('tasks').where('customer_id', '=', customerId).execute();
    },
  };
}
