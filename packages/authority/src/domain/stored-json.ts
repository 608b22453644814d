import type { JsonObject } from '@lostwax/core';
import { AuthorityError } from '../errors.ts';
import type { KeyRow } from '../store/rows.ts';

/**
 * JSON as the store has it. The authority itself writes nothing but JSON there; who writes to the database file may write anything.
 *
 * @returns Undefined for what is not the JSON text of an object.
 */
export function jsonObjectOf(text: string): JsonObject | undefined {
  const value = parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** @returns Undefined for what is not the JSON text of a list of texts. */
export function jsonTextsOf(text: string): readonly string[] | undefined {
  const value = parsed(text);
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

/**
 * The scopes and claims of a key that somebody is to be granted anew.
 *
 * @throws {@link AuthorityError} `scope_not_allowed` for a damaged record: nobody knows what it would grant.
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
