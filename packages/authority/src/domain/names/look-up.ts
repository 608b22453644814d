import type { Reads } from '../../store/queries/queries.ts';
import { ADMIN_SLUG, allows, permissions } from '../access/permissions.ts';
import type { Context } from '../context.ts';
import { scopesOfRoles } from '../people/roles.ts';
import { holderOf, idOfHolder, isPerson, rolesOf } from '../people/rows.ts';
import { jsonTextsOf } from '../stored-json.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import type { Named, NamedKey, Names, NamesWanted } from './types.ts';

/**
 * Looks up the names of a workspace's customers and keys, and of the people and administrator keys that can act in it.
 *
 * @param caller - One who can read all workspaces also gets the names of actors that have nothing to do with this one.
 */
export async function lookUpNames(
  { store: { read } }: Pick<Context, 'store'>,
  slug: string,
  { customers = [], actors = [], keys = [] }: NamesWanted,
  caller: Scoped,
): Promise<Names> {
  const workspace = await workspaceRow(read, slug);
  const administrators = await workspaceRow(read, ADMIN_SLUG);
  const isVisible = (actor: Scoped): boolean => allows(caller, 'keys:read', null) || canAct(actor, slug);
  const people = await read.people.byIds(actors.filter(isPerson).map(idOfHolder));
  const acting = await read.keys.byKids(
    administrators.id,
    actors.filter((id) => !isPerson(id)),
  );
  return {
    customers: await customersOf(read, workspace.id, customers),
    actors: [
      ...people
        .filter((row) => isVisible({ scopes: scopesOfRoles(rolesOf(row)) }))
        .map((row) => ({ id: holderOf(row), name: row.name ?? row.login })),
      ...acting
        .filter((row) => isVisible({ scopes: jsonTextsOf(row.scopes) ?? [] }))
        .flatMap(({ kid, name }) => (name === null ? [] : [{ id: kid, name }])),
    ],
    keys: await keysOf(read, workspace.id, keys),
  };
}

interface Scoped {
  readonly scopes: readonly string[];
}

function canAct(actor: Scoped, slug: string): boolean {
  return permissions.some((permission) => allows(actor, permission, slug));
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
