import type { Kysely } from 'kysely';
import type { RequestQueries } from '../../queries/requests.ts';
import { insertRow, prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';

const remove = prepared((db, workspaceId: number, request: Uint8Array) =>
  db.deleteFrom('idempotency').where('workspace_id', '=', workspaceId).where('request', '=', request),
);

const find = prepared((db, workspaceId: number, request: Uint8Array) =>
  db
    .selectFrom('idempotency')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('request', '=', request),
);

export function requestQueries(db: Kysely<Database>): RequestQueries {
  return {
    find: async (workspaceId, request) => (await find(db, workspaceId, request))[0],
    before: (at, most) => db.selectFrom('idempotency').selectAll().where('at', '<', at).limit(most).execute(),
    async insert(row) {
      await insertRow(db, 'idempotency', row);
    },
    async remove(rows) {
      for (const { workspace_id, request } of rows) {
        await remove(db, workspace_id, request);
      }
    },
  };
}
