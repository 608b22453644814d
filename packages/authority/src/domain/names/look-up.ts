import type { Kysely } from 'kysely';
import type { Database } from '../../store/tables.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import type { Context } from '../context.ts';
import { holderOf, idOfHolder, isPerson } from '../people/rows.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import type { Named, Names, NamesWanted } from './types.ts';

/** Looks up the names of a workspace's customers, and of the people and administrator keys that act in it. */
export async function lookUpNames(
  { store: { read } }: Pick<Context, 'store'>,
  slug: string,
  { customers = [], actors = [] }: NamesWanted,
): Promise<Names> {
  const workspace = await workspaceRow(read, slug);
  const people = actors.filter(isPerson).map(idOfHolder);
  const keys = actors.filter((id) => !isPerson(id));
  return {
    customers: await customersOf(read, workspace.id, customers),
    actors: [...(await peopleOf(read, people)), ...(await administratorKeysOf(read, keys))],
  };
}

async function customersOf(
  db: Kysely<Database>,
  workspaceId: number,
  subjects: readonly string[],
): Promise<readonly Named[]> {
  if (subjects.length === 0) return [];
  const rows = await db
    .selectFrom('customers')
    .select(['subject', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where('subject', 'in', subjects)
    .where('name', 'is not', null)
    .execute();
  return rows.map(({ subject, name }) => ({ id: subject as string, name: name as string }));
}

async function peopleOf(db: Kysely<Database>, ids: readonly string[]): Promise<readonly Named[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('people').select(['id', 'name', 'login']).where('id', 'in', ids).execute();
  return rows.map(({ id, name, login }) => ({ id: holderOf({ id }), name: name ?? login }));
}

async function administratorKeysOf(db: Kysely<Database>, kids: readonly string[]): Promise<readonly Named[]> {
  if (kids.length === 0) return [];
  const administrators = await workspaceRow(db, ADMIN_SLUG);
  const rows = await db
    .selectFrom('keys')
    .select(['kid', 'name'])
    .where('workspace_id', '=', administrators.id)
    .where('kid', 'in', kids)
    .where('name', 'is not', null)
    .execute();
  return rows.map(({ kid, name }) => ({ id: kid, name: name as string }));
}
