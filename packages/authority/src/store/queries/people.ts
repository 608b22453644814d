import type { PersonRow } from '../rows.ts';

/** Reads of the people who may sign in to the console. Each is one look at an index, but for {@link PersonReads.all}. */
export interface PersonReads {
  /** @param login - Exactly as stored: addresses in lower case. */
  byLogin(login: string): Promise<PersonRow | undefined>;
  byId(id: string): Promise<PersonRow | undefined>;
  /** @param ids - At most 500. */
  byIds(ids: readonly string[]): Promise<readonly PersonRow[]>;
  /** Whoever is tied to this account of an OpenID Connect provider. */
  byAccount(issuer: string, subject: string): Promise<PersonRow | undefined>;
  /** By login, in the order of code points. */
  all(): Promise<readonly PersonRow[]>;
}

export interface PersonQueries extends PersonReads {
  /** @throws What the database throws when the login is taken. */
  insert(row: PersonRow): Promise<void>;
  update(id: string, change: Partial<Omit<PersonRow, 'id' | 'created_at'>>): Promise<void>;
  remove(id: string): Promise<void>;
}
