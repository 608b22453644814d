import type { Kysely } from 'kysely';
import { prepared } from '../../store/prepared.ts';
import type { Database, PersonRow } from '../../store/tables.ts';
import type { RoleGrant } from './roles.ts';
import type { PersonRecord } from './types.ts';

const byLogin = prepared((db, login: string) =>
  db.selectFrom('people').selectAll().where('login', '=', login),
);
const byId = prepared((db, id: string) => db.selectFrom('people').selectAll().where('id', '=', id));

const byAccount = prepared((db, provider: string, subject: string) =>
  db.selectFrom('people').selectAll().where('provider', '=', provider).where('subject', '=', subject),
);

/** Begins the id of an actor, and of a session's holder, who is a person. */
const HOLDER = 'person:';

/** Addresses are compared without regard to case: providers write them as they like. */
export function plainLogin(text: string): string {
  return text.includes('@') ? text.toLowerCase() : text;
}

export async function personByLogin(db: Kysely<Database>, login: string): Promise<PersonRow | undefined> {
  const [row] = await byLogin(db, plainLogin(login));
  return row;
}

/** The person who is tied to this account of a provider. */
export async function personOfAccount(
  db: Kysely<Database>,
  issuer: string,
  subject: string,
): Promise<PersonRow | undefined> {
  const [row] = await byAccount(db, issuer, subject);
  return row;
}

export const holderOf = ({ id }: Pick<PersonRow, 'id'>): string => `${HOLDER}${id}`;

/** The person who holds a session; undefined where it is an administrator's key, or nobody any more. */
export async function personOfHolder(db: Kysely<Database>, holder: string): Promise<PersonRow | undefined> {
  const [row] = await byId(db, holder.slice(HOLDER.length));
  return row;
}

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
