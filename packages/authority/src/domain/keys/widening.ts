import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { Actor } from '../access/actor.ts';
import { allows } from '../access/permissions.ts';

/** What a key grants. */
interface Grant {
  readonly scopes: readonly string[];
  readonly claims: JsonObject;
  /** Milliseconds since the Unix epoch; null: never. */
  readonly expiresAt: number | null;
}

/**
 * Whether an actor may put one key in the place of another. Who may create keys may give any; who may only rotate them carries over
 * what is there, with fewer scopes or an earlier end at most. Claims are carried over as they are: of two values nobody here can say
 * which grants more.
 *
 * @throws {@link AuthorityError} `insufficient_scope` with the member that is more than there is.
 */
export function assertNotWider(actor: Actor, slug: string, held: Grant, wanted: Grant): void {
  if (allows({ scopes: actor.scopes ?? [] }, 'keys:create', slug)) return;
  const scope = wanted.scopes.find((it) => !held.scopes.includes(it));
  if (scope !== undefined) throw wider(slug, '/scopes', `the scope "${scope}"`);
  if (!isDeepStrictEqual(wanted.claims, held.claims)) throw wider(slug, '/claims', 'other claims');
  if ((wanted.expiresAt ?? Infinity) > (held.expiresAt ?? Infinity))
    throw wider(slug, '/expiresAt', 'a longer lifetime');
}

function wider(slug: string, pointer: string, what: string): AuthorityError {
  const scope = `keys:create@${slug}`;
  return new AuthorityError(
    'insufficient_scope',
    `This would give the key ${what}. A rotation can keep or reduce what a key grants; extending it also requires the scope ${scope}. Request no more than the old key has, or use a key with that scope.`,
    { pointer, scope },
  );
}
