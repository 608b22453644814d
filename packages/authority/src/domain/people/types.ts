import type { Actor } from '../access/actor.ts';
import type { RoleGrant } from './roles.ts';

/** A member of the producer's team who may sign in to the console through OpenID Connect. */
export interface PersonRecord {
  /** Random; appears in the audit log as `person:per_…`. */
  readonly id: string;
  /** The address, in lower case, or the subject at the provider that identifies the person. */
  readonly login: string;
  readonly name: string | null;
  readonly roles: readonly RoleGrant[];
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
}

export interface PersonInput {
  readonly name?: string | null | undefined;
  /** The full list: omitted roles are removed. */
  readonly roles: readonly RoleGrant[];
}

/** The use cases of people; as in `Domain`, each is durable when its promise resolves. */
export interface People {
  list(): Promise<readonly PersonRecord[]>;
  /**
   * Creates a person, or replaces a person's roles, effective immediately. Throws `workspace_not_found`,
   * `invalid_request`.
   */
  put(actor: Actor, login: string, input: PersonInput): Promise<PersonRecord>;
  /**
   * Ends the person's sessions and deletes the record. Throws `person_not_found`.
   *
   * @param erase - Also erases the audit texts about the person and about the person's actions.
   */
  remove(actor: Actor, login: string, erase: boolean): Promise<void>;
}
