import type { Actor } from '../access/actor.ts';
import type { RoleGrant } from './roles.ts';

/** Somebody of the producer's who may sign in to the console by OpenID Connect. */
export interface PersonRecord {
  /** Random; stands in the audit: `person:per_…`. */
  readonly id: string;
  /** The address, in lower case, or the subject at the provider by which the person is known. */
  readonly login: string;
  readonly name: string | null;
  readonly roles: readonly RoleGrant[];
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
}

export interface PersonInput {
  readonly name?: string | null | undefined;
  /** All of them: those left out are taken away. */
  readonly roles: readonly RoleGrant[];
}

/** The use cases of people; as in `Domain`, each is durable when its promise resolves. */
export interface People {
  list(): Promise<readonly PersonRecord[]>;
  /** Makes a person, or gives one other roles, at once. Throws `workspace_not_found`, `invalid_request`. */
  put(actor: Actor, login: string, input: PersonInput): Promise<PersonRecord>;
  /**
   * Ends the person's sessions and takes the record away. Throws `person_not_found`.
   *
   * @param erase - Also empties all that the audit holds of the person and of what the person did in words.
   */
  remove(actor: Actor, login: string, erase: boolean): Promise<void>;
}
