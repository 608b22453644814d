import type { Reads } from '../../store/queries/queries.ts';
import type { PersonRow } from '../../store/rows.ts';
import type { RoleGrant } from './roles.ts';
import type { PersonRecord } from './types.ts';

/** Prefix of the ID of an actor or session holder that is a person. */
const HOLDER = 'person:';

/** Addresses are compared case-insensitively, because providers differ in how they write them. */
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

/**
 * Returns the person who holds a session; undefined if the holder is an administrator key or no longer
 * exists.
 */
export function personOfHolder(
  { people }: Pick<Reads, 'people'>,
  holder: string,
): Promise<PersonRow | undefined> {
  return people.byId(idOfHolder(holder));
}

/** Returns the person's ID from the name of a holder that is a person. */
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
