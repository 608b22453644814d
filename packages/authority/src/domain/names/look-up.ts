import type { Reads } from '../../store/queries/queries.ts';
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
  { customers }: Reads,
  workspaceId: number,
  subjects: readonly string[],
): Promise<readonly Named[]> {
  const rows = await customers.bySubjects(workspaceId, subjects);
  return rows.flatMap(({ subject, name }) => (name === null ? [] : [{ id: subject as string, name }]));
}

async function keysOf(
  { keys }: Reads,
  workspaceId: number,
  kids: readonly string[],
): Promise<readonly NamedKey[]> {
  const rows = await keys.byKids(workspaceId, kids);
  return rows.map(({ kid, name, customer_subject, customer_name }) => ({
    id: kid,
    name,
    customer: customer_subject,
    customerName: customer_name,
  }));
}
