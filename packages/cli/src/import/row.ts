import type { ForeignKey } from '@lostwax/client';
import { endingOf, isCustomer, isScope, MAX_TOKEN_CHARACTERS, pinOf, TOKEN_BEGIN } from '@lostwax/core';
import { objectOf, type Said } from './formats.ts';
import { readHash } from './hash.ts';
import { stateOf } from './state.ts';
import { bitsOf, STRONG_BITS } from './strength.ts';
import { isNothing, textOf, timeOf } from './values.ts';

/** A record that can be sent, or why it can't. */
export type Row =
  | { readonly item: ForeignKey; readonly isWeak: boolean }
  | { readonly code: string; readonly detail: string };

/** What a request can carry as a key: visible ASCII without a comma, which separates headers. */
const sendable = /^[\x21-\x2b\x2d-\x7e]+$/;

/** Below this, six characters would be too much of a key to show. */
const SHOWN_FROM = 24;

/**
 * Makes a record into what the authority takes. A key is hashed here and goes no further.
 *
 * @param granted - Scopes besides the record's own.
 * @param added - Added to the metadata.
 */
export function rowOf(said: Said, granted: readonly string[], added: Readonly<Record<string, unknown>>): Row {
  if ([said.key, said.hash, said.customer].some(isImprecise))
    return refused(
      'number_imprecise',
      'The key or the customer is a number that JSON readers round. Write it as text, in quotation marks.',
    );
  const credential = credentialOf(said);
  if ('code' in credential) return credential;
  const customer = textOf(said.customer);
  if (customer === undefined) return refused('customer_missing', 'The record has no customer.');
  if (!isCustomer(customer))
    return refused(
      'customer_invalid',
      'The customer must be 1 to 255 visible ASCII characters without spaces.',
    );
  const state = stateOf(said);
  if (state === 'ended')
    return refused('key_ended', 'The key is revoked, expired or deleted in the other system.');
  if (state === 'unclear')
    return refused(
      'state_unclear',
      'It is unclear whether the key still works. Write true or false, or as the state active, disabled or revoked.',
    );
  const scopes = scopesOf(said.scopes);
  const wrong = scopes.find((scope) => !isScope(scope));
  if (wrong !== undefined)
    return refused(
      'scope_invalid',
      'A scope contains spaces, quotes or other characters that are not allowed.',
    );
  const expiresAt = timeOf(said.expires);
  if (expiresAt === 'invalid')
    return refused('expiry_invalid', 'The expiration is not a time such as 2030-01-31T12:00:00Z.');
  const metadata = { ...objectOf(said.metadata), ...added };
  const name = textOf(said.name);
  const claims = objectOf(said.claims);
  const { pin, ending, isWeak } = credential;
  const item: ForeignKey = {
    pin,
    customer,
    scopes: [...new Set([...scopes, ...granted])],
    metadata,
    ...(ending !== undefined && { ending }),
    ...(name !== undefined && { name }),
    ...(Object.keys(claims).length > 0 && { claims }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(state === 'disabled' && { disabled: true }),
  };
  return { item, isWeak };
}

function credentialOf({ key, hash, ending: said }: Said) {
  const [text, hashed] = [textOf(key), textOf(hash)];
  const ending = textOf(said);
  if (hashed !== undefined) return hashedOf(hashed, ending);
  if (text === undefined) return refused('key_missing', 'The record has neither a key nor a hash of one.');
  if (text.startsWith(TOKEN_BEGIN))
    return refused(
      'key_signed',
      "The key was signed by a Lostwax authority and can't be imported into another.",
    );
  if (!sendable.test(text) || text.length > MAX_TOKEN_CHARACTERS)
    return refused(
      'key_unusable',
      'No request can carry this key: it has spaces, commas or other characters, or is too long.',
    );
  return {
    pin: Buffer.from(pinOf(text)).toString('base64url'),
    ending: text.length < SHOWN_FROM ? undefined : endingOf(text),
    isWeak: bitsOf(text) < STRONG_BITS,
  };
}

function hashedOf(text: string, ending: string | undefined) {
  const pin = readHash(text);
  if (pin === undefined)
    return refused('hash_invalid', 'The hash is not SHA-256 in hexadecimal, base64 or base64url: 32 bytes.');
  return {
    pin,
    ending: ending !== undefined && /^[\x21-\x7e]{1,6}$/.test(ending) ? ending : undefined,
    isWeak: false,
  };
}

function refused(code: string, detail: string) {
  return { code, detail };
}

function scopesOf(value: unknown): string[] {
  if (isNothing(value)) return [];
  if (typeof value === 'string') return value.split(/[\s,]+/).filter((scope) => scope !== '');
  if (!Array.isArray(value)) return [];
  // Unkey's table joins permissions as objects with a name.
  return value.map((scope) => String((scope as { name?: unknown } | null)?.name ?? scope));
}

function isImprecise(value: unknown): boolean {
  return typeof value === 'number' && !Number.isSafeInteger(value);
}
