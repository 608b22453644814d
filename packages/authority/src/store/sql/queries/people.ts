import type { Kysely } from 'kysely';
import type { PersonQueries } from '../../queries/people.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';

const byLogin = prepared((db, login: string) =>
  db.selectFrom('people').selectAll().where('login', '=', login),
);
const byId = prepared((db, id: string) => db.selectFrom('people').selectAll().where('id', '=', id));
const byAccount = prepared((db, provider: string, subject: string) =>
  db.selectFrom('people').selectAll().where('provider', '=', provider).where('subject', '=', subject),
);

export function personQueries(db: Kysely<Database>): PersonQueries {
  return {
    byLogin: async (login) => (await byLogin(db, login))[0],
    byIds: (ids) => db.selectFrom('people').selectAll().where('id', 'in', ids).execute(),
    byId: async (id) => (await byId(db, id))[0],
    byAccount: async (issuer, subject) => (await byAccount(db, issuer, subject))[0],
    all: () => db.selectFrom('people').selectAll().orderBy('login').execute(),
    async insert(row) {
      await db.insertInto('people').values(row).execute();
    },
    async update(id, change) {
      await db.updateTable('people').set(change).where('id', '=', id).execute();
    },
    async remove(id) {
      await db.deleteFrom('people').where('id', '=', id).execute();
    },
  };
}
