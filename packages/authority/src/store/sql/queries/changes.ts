import type { Kysely } from 'kysely';
import type { ChangeQueries, FeedChangeRow } from '../../queries/changes.ts';
import type { Dialect } from '../dialect.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';
import { feedColumns } from './columns.ts';

const after = prepared((db, workspaceId: number, epoch: number, seq: number, most: number) =>
  db
    .selectFrom('changes')
    .leftJoin('keys', 'keys.id', 'changes.key_id')
    .innerJoin('workspaces', 'workspaces.id', 'changes.workspace_id')
    .leftJoin('customers', 'customers.id', 'keys.customer_id')
    .select(['changes.seq', 'changes.published', 'changes.digest', ...feedColumns])
    .where('changes.workspace_id', '=', workspaceId)
    .where('changes.epoch', '=', epoch)
    .where('changes.seq', '>', seq)
    .orderBy('changes.seq')
    .limit(most),
);
const at = prepared((db, workspaceId: number, epoch: number, seq: number) =>
  db
    .selectFrom('changes')
    .leftJoin('keys', 'keys.id', 'changes.key_id')
    .select(['changes.digest', 'keys.pin', 'keys.jwk'])
    .where('changes.workspace_id', '=', workspaceId)
    .where('changes.epoch', '=', epoch)
    .where('changes.seq', '=', seq),
);

export function changeQueries(db: Kysely<Database>, dialect: Dialect): ChangeQueries {
  return {
    // A row has all columns of a key or, where it is of a signing key, none.
    after: (workspaceId, epoch, seq, most) =>
      after(db, workspaceId, epoch, seq, most) as Promise<readonly FeedChangeRow[]>,
    at: async (workspaceId, epoch, seq) =>
      (await at(db, workspaceId, epoch, seq))[0] as Awaited<ReturnType<ChangeQueries['at']>>,
    earliest: (workspaceId, most) =>
      db
        .selectFrom('changes')
        .select(['epoch', 'seq', 'at'])
        .where('workspace_id', '=', workspaceId)
        .orderBy('epoch')
        .orderBy('seq')
        .limit(most)
        .execute(),
    append: (rows) => dialect.insertAll(db, 'changes', rows),
    async removeUpTo(workspaceId, epoch, seq) {
      const { numDeletedRows } = await db
        .deleteFrom('changes')
        .where('workspace_id', '=', workspaceId)
        .where(({ or, and, eb }) =>
          or([eb('epoch', '<', epoch), and([eb('epoch', '=', epoch), eb('seq', '<=', seq)])]),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
