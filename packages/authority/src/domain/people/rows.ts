import type { Reads } from '../../store/queries/queries.ts';
import type { PersonRow } from '../../store/rows.ts';
import type { RoleGrant } from './roles.ts';
import type { PersonRecord } from './types.ts';

/** Begins the id of an actor, and of a session's holder, who is a person. */
const HOLDER = 'person:';

/** Addresses are compared without regard to case: providers write them as they like. */
export function plainLogin(text: string): string {
  return text.includes('@') ? text.toLowerCase() : text;
}

export function personByLogin(
  { people }: Pick<Reads, 'people'>,
  login: string,
): Promise<PersonRow | undefined> {
  return people.byLogin(plainLogin(login));
}

export const holderOf = ({ id }: Pick<PersonRow, 'id'>): string => `${HOLDER}${id}`;

/** The person who holds a session; undefined where it is an administrator's key, or nobody any more. */
export function personOfHolder(
  { people }: Pick<Reads, 'people'>,
  holder: string,
): Promise<PersonRow | undefined> {
  return people.byId(idOfHolder(holder));
}

/** The person's id in the name of a holder that is one. */
export const idOfHolder = (holder: string): string => holder.slice(HOLDER.length);

export const isPerson = (holder: string): boolean => holder.startsWith(HOLDER);

export const rolesOf = (row: PersonRow): readonly RoleGrant[] => JSON.parse(row.roles);

export function personView(row: PersonRow): PersonRecord {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    roles: rolesOf(row),
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
  };
}
