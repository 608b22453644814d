/*
 * The forms of the names in a key (spec/token.md §3 and §4). This module imports nothing, so the pages in a browser can use it too
 * (`@lostwax/core/names`).
 */

/** A workspace's slug, the last part of its issuer: 1 to 63 characters of a-z, 0-9, `-` and `_`, starting with a letter. For paths. */
export const SLUG_PATTERN = '[a-z][a-z0-9_-]{0,62}';

/** {@link SLUG_PATTERN}, anchored. */
export const slugForm: RegExp = new RegExp(`^${SLUG_PATTERN}$`);

/** A customer: 1 to 255 visible ASCII characters, because it travels in headers. */
export const customerForm: RegExp = /^[\x21-\x7e]{1,255}$/;

/** A scope: a scope-token of RFC 6749 §3.3 with at most 255 characters. */
export const scopeForm: RegExp = /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/;

/** The letters of a key ID prefix. {@link isKeyIdPrefix} also rules out prefixes that look like a shard. */
export const keyIdPrefixForm: RegExp = /^[a-z][a-z0-9_]{1,15}$/;

/**
 * The address of a document of a key set (spec/key-set.md §1).
 *
 * @param base - The issuer, or another address that serves its key set: `<origin>/<workspace>`.
 * @param shard - `00` to `ff`; left out for the whole set.
 */
export function keySetUrl(base: string, shard?: string): string {
  return `${base}/.well-known/jwks${shard === undefined ? '' : `/${shard}`}.json`;
}

/** The last six characters of a key, by which people recognize it. */
export function endingOf(key: string): string {
  return key.slice(-6);
}

const shardInPrefix = /_[0-9a-f]{2}(?:_|$)/;

/** Reports whether a string can be a workspace's slug, see {@link slugForm}. */
export function isSlug(text: unknown): text is string {
  return typeof text === 'string' && slugForm.test(text);
}

/** Reports whether a string can be a customer, see {@link customerForm}. */
export function isCustomer(text: unknown): text is string {
  return typeof text === 'string' && customerForm.test(text);
}

/** Reports whether a string can be a scope, see {@link scopeForm}. */
export function isScope(text: unknown): text is string {
  return typeof text === 'string' && scopeForm.test(text);
}

/**
 * Reports whether a string can be a key ID prefix: `[a-z][a-z0-9_]{1,15}`, without `_` and two hex digits before another `_` or the end. A
 * gateway that routes by prefix would take that for a shard of another workspace (spec/token.md §3).
 */
export function isKeyIdPrefix(text: unknown): text is string {
  return typeof text === 'string' && keyIdPrefixForm.test(text) && !shardInPrefix.test(text);
}
