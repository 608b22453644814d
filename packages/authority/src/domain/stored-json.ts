import type { JsonObject } from '@lostwax/core';
import { AuthorityError } from '../errors.ts';
import type { KeyRow } from '../store/rows.ts';

/**
 * Parses JSON from the store. The authority writes only valid JSON, but someone with access to the database
 * file can write anything.
 *
 * @returns Undefined unless the text is a JSON object.
 */
export function jsonObjectOf(text: string): JsonObject | undefined {
  const value = parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** @returns Undefined unless the text is a JSON array of strings. */
export function jsonTextsOf(text: string): readonly string[] | undefined {
  const value = parsed(text);
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

/**
 * Returns the scopes and claims of a key that are about to be granted again.
 *
 * @throws {@link AuthorityError} `scope_not_allowed` for a damaged record, since it is unknown what it would
 * grant.
 */
export function grantedBy({ kid, scopes, claims }: Pick<KeyRow, 'kid' | 'scopes' | 'claims'>): {
  readonly scopes: readonly string[];
  readonly claims: JsonObject;
} {
  const granted = { scopes: jsonTextsOf(scopes), claims: jsonObjectOf(claims) };
  if (granted.scopes !== undefined && granted.claims !== undefined)
    return { scopes: granted.scopes, claims: granted.claims };
  throw new AuthorityError(
    'scope_not_allowed',
    'The record of this key is damaged: its scopes or claims cannot be read. Revoke the key and create a new one.',
    { keyIds: [kid] },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
