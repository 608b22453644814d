import type { Queries } from '../queries/queries.ts';
import type { CustomerRow } from '../rows.ts';
import type { Gathered } from './gathered.ts';
import type { KeyIds } from './key-ids.ts';
import { type KnownRows, known } from './known-rows.ts';

/** What the operations of one transaction have in common. */
interface Common {
  readonly gathered: Gathered;
  readonly rows: KnownRows;
  readonly keyIds: KeyIds;
}

/** The queries of a transaction's operations: they share what they read, and gather what they insert. */
export function groupQueries(queries: Queries, { gathered, rows, keyIds }: Common): Queries {
  const { workspaces, keys, customers } = queries;
  return {
    ...queries,
    workspaces: {
      ...workspaces,
      byId: (id) => known(rows.workspaces, id, () => workspaces.byId(id)),
      async moveHeads(id, heads) {
        gathered.moveHeads(id, heads);
        const row = rows.workspaces.get(id);
        if (row !== undefined) rows.workspaces.set(id, { ...row, ...heads });
      },
    },
    keys: {
      ...keys,
      find: (kid) => known(rows.keys, kid, () => keys.find(kid)),
      async insert(row) {
        const id = await keyIds.take();
        gathered.add('keys', [{ id, ...row }]);
        return id;
      },
      newIds: (count) => keyIds.takeAll(count),
    },
    customers: {
      ...customers,
      async bySubject(workspaceId, subject) {
        const read = async (): Promise<CustomerRow | null> =>
          (await customers.bySubject(workspaceId, subject)) ?? null;
        return (await known(rows.customers, `${workspaceId} ${subject}`, read)) ?? undefined;
      },
      async bySubjects(workspaceId, subjects) {
        const keyOf = (subject: string | null): string => `${workspaceId} ${subject}`;
        if (!subjects.every((subject) => rows.customers.has(keyOf(subject)))) {
          const found = await customers.bySubjects(workspaceId, subjects);
          for (const subject of subjects) rows.customers.set(keyOf(subject), null);
          for (const row of found) rows.customers.set(keyOf(row.subject), row);
        }
        const all = [...new Set(subjects)].map((subject) => rows.customers.get(keyOf(subject)) ?? null);
        return all.filter((row) => row !== null);
      },
      async insertAll(some) {
        gathered.add('customers', some);
        for (const row of some) rows.customers.set(`${row.workspace_id} ${row.subject}`, row);
      },
    },
  };
}
