import type { Handle } from '../../store/store.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import type { Context } from '../context.ts';
import { holderOf, idOfHolder, isPerson } from '../people/rows.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import type { Named, NamedKey, Names, NamesWanted } from './types.ts';

/** Looks up the names of a workspace's customers and keys, and of the people and administrator keys that act in it. */
export async function lookUpNames(
  { store: { read } }: Pick<Context, 'store'>,
  slug: string,
  { customers = [], actors = [], keys = [] }: NamesWanted,
): Promise<Names> {
  const workspace = await workspaceRow(read, slug);
  const administrators = await workspaceRow(read, ADMIN_SLUG);
  const people = await read.people.byIds(actors.filter(isPerson).map(idOfHolder));
  const acting = await keysOf(
    read,
    administrators.id,
    actors.filter((id) => !isPerson(id)),
  );
  return {
    customers: await customersOf(read, workspace.id, customers),
    actors: [
      ...people.map((row) => ({ id: holderOf(row), name: row.name ?? row.login })),
      ...acting.flatMap(({ id, name }) => (name === null ? [] : [{ id, name }])),
    ],
    keys: await keysOf(read, workspace.id, keys),
  };
}

async function customersOf(
  db: Handle,
  workspaceId: number,
  subjects: readonly string[],
): Promise<readonly Named[]> {
  const rows = await db
    .selectFrom('customers')
    .select(['subject', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where('subject', 'in', subjects)
    .where('name', 'is not', null)
    .execute();
  return rows.map(({ subject, name }) => ({ id: subject as string, name: name as string }));
}

function keysOf(db: Handle, workspaceId: number, kids: readonly string[]): Promise<readonly NamedKey[]> {
  return db
    .selectFrom('keys')
    .innerJoin('customers', 'customers.id', 'keys.customer_id')
    .select([
      'keys.kid as id',
      'keys.name as name',
      'customers.subject as customer',
      'customers.name as customerName',
    ])
    .where('keys.workspace_id', '=', workspaceId)
    .where('keys.kid', 'in', kids)
    .execute();
}
