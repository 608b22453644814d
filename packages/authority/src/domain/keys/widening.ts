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
 * Checks that an actor may replace one key with another. An actor that may create keys can grant anything;
 * one that may only rotate them carries over what the old key has, at most with fewer scopes or an earlier
 * expiration. Claims must be carried over unchanged, because there is no telling which of two values grants
 * more.
 *
 * @throws {@link AuthorityError} `insufficient_scope`, naming the member that exceeds the old key.
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
