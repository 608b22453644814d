import { type Kysely, sql } from 'kysely';
import type { AuditQueries } from '../../queries/audit.ts';
import type { Dialect } from '../dialect.ts';
import { CREATING_ACTIONS } from '../key-entries.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';

const at = prepared((db, workspaceId: number, seq: number) =>
  db.selectFrom('audit').selectAll().where('workspace_id', '=', workspaceId).where('seq', '=', seq),
);
const texts = prepared((db, workspaceId: number, seq: number) =>
  db
    .selectFrom('audit_texts')
    .select(['salt', 'texts'])
    .where('workspace_id', '=', workspaceId)
    .where('seq', '=', seq),
);
// The action must not be a parameter: the index audit_by_customer is partial.
const lastState = prepared((db, ref: string) =>
  db
    .selectFrom('audit')
    .select('details')
    .where('customer_ref', '=', ref)
    .where('action', '=', sql.lit('customer.update'))
    .where('details', 'like', '%"state":%')
    .orderBy('seq', 'desc')
    .limit(1),
);

export function auditQueries(db: Kysely<Database>, dialect: Dialect): AuditQueries {
  const ofKey = prepared((tables, workspaceId: number, kid: string) =>
    tables
      .selectFrom('audit')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where(dialect.isEntryOf(kid))
      .orderBy('seq'),
  );
  return {
    page(workspaceId, { customerRef, kid, action, actor, since, until }, { above, below, order, most }) {
      // For one customer, the index of the texts provides the order; all texts of a customer that isn't
      // erased are present.
      const seq = customerRef === undefined ? 'audit.seq' : 'audit_texts.seq';
      return db
        .selectFrom('audit')
        .leftJoin('audit_texts', (join) =>
          join
            .onRef('audit_texts.workspace_id', '=', 'audit.workspace_id')
            .onRef('audit_texts.seq', '=', 'audit.seq'),
        )
        .selectAll('audit')
        .select(['audit_texts.texts as texts', 'audit_texts.salt as salt'])
        .where('audit.workspace_id', '=', workspaceId)
        .$if(customerRef !== undefined, (query) =>
          query.where('audit_texts.customer_ref', '=', customerRef as string),
        )
        .$if(kid !== undefined, (query) => query.where(dialect.isEntryOf(kid as string)))
        .$if(action !== undefined, (query) => query.where('audit.action', '=', action as string))
        .$if(actor !== undefined, (query) => query.where('audit.actor', '=', actor as string))
        .$if(since !== undefined, (query) => query.where('audit.at', '>=', since as number))
        .$if(until !== undefined, (query) => query.where('audit.at', '<', until as number))
        .$if(above !== undefined, (query) => query.where(seq, '>', above as number))
        .$if(below !== undefined, (query) => query.where(seq, '<', below as number))
        .orderBy(seq, order === 'oldest first' ? 'asc' : 'desc')
        .limit(most)
        .execute();
    },
    ofKey: (workspaceId, kid) => ofKey(db, workspaceId, kid),
    at: async (workspaceId, seq) => (await at(db, workspaceId, seq))[0],
    texts: async (workspaceId, seq) => (await texts(db, workspaceId, seq))[0],
    async firstBound(workspaceId) {
      const row = await db
        .selectFrom('audit')
        .select('seq')
        .where('workspace_id', '=', workspaceId)
        .where('action', 'in', CREATING_ACTIONS)
        .where('details', 'like', '%"pinHash"%')
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst();
      return row?.seq;
    },
    lastState: async (customerRef) => (await lastState(db, customerRef))[0]?.details,
    async append(rows, rowTexts) {
      await dialect.insertAll(db, 'audit', rows);
      await dialect.insertAll(db, 'audit_texts', rowTexts);
    },
    async eraseTexts(customerRef, most) {
      const { numDeletedRows } = await db
        .deleteFrom('audit_texts')
        .where(
          sql<boolean>`(workspace_id, seq) IN (
            SELECT workspace_id, seq FROM audit_texts WHERE customer_ref = ${customerRef} LIMIT ${most})`,
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    async eraseTextsOf(workspaceId, actor, first, last) {
      await db
        .deleteFrom('audit_texts')
        .where('workspace_id', '=', workspaceId)
        .where('seq', '>=', first)
        .where('seq', '<=', last)
        .where(
          sql<boolean>`seq IN (SELECT seq FROM audit WHERE workspace_id = ${workspaceId} AND seq BETWEEN ${first} AND ${last} AND actor = ${actor})`,
        )
        .execute();
    },
  };
}
