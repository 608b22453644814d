import type { PersonRow } from '../rows.ts';

/**
 * Reads of the people who may sign in to the console. Each is one index lookup, except {@link
 * PersonReads.all}.
 */
export interface PersonReads {
  /** @param login - Exactly as stored: addresses in lower case. */
  byLogin(login: string): Promise<PersonRow | undefined>;
  byId(id: string): Promise<PersonRow | undefined>;
  /** @param ids - At most 500. */
  byIds(ids: readonly string[]): Promise<readonly PersonRow[]>;
  /** The person linked to this account of an OpenID Connect provider. */
  byAccount(issuer: string, subject: string): Promise<PersonRow | undefined>;
  /** By login, in code point order. */
  all(): Promise<readonly PersonRow[]>;
}

export interface PersonQueries extends PersonReads {
  /** @throws The database's error if the login is taken. */
  insert(row: PersonRow): Promise<void>;
  update(id: string, change: Partial<Omit<PersonRow, 'id' | 'created_at'>>): Promise<void>;
  remove(id: string): Promise<void>;
}
