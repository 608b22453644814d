import type { Reads } from '../../store/queries/queries.ts';
import type { Person } from '../access/actor.ts';
import { stateOf } from '../keys/lifecycle.ts';
import { scopesOfRoles } from '../people/roles.ts';
import { isPerson, personOfHolder, rolesOf } from '../people/rows.ts';
import { jsonTextsOf } from '../stored-json.ts';

/** An administrator key, or a person on the producer's team, that opened or holds a session. */
export interface Opener {
  readonly scopes: readonly string[];
  /** Set unless it is a key. */
  readonly person?: Person;
}

/**
 * Reads the current permissions of an opener.
 *
 * @param id - A key ID, or `person:<id>`.
 * @returns Undefined once the key has ended or the person has been removed.
 */
export async function openerOf(db: Reads, id: string, now: number): Promise<Opener | undefined> {
  if (isPerson(id)) {
    const person = await personOfHolder(db, id);
    if (person === undefined) return undefined;
    return {
      scopes: scopesOfRoles(rolesOf(person)),
      person: { id: person.id, name: person.name ?? person.login },
    };
  }
  const key = await db.keys.find(id);
  if (key === undefined || key.customer_state !== 'active' || stateOf(key, now) !== 'active')
    return undefined;
  return { scopes: jsonTextsOf(key.scopes) ?? [] };
}
