/** A JSON value as a TypeScript type. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/**
 * Maximum nesting depth of objects and lists in claims, the claims themselves being the first
 * level.
 */
export const MAX_JSON_DEPTH = 16;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reports whether a value is a JSON object: neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Describes content that no token may have, or returns undefined. A member `__proto__` changes the
 * prototype of an object that an unwary reader copies it into. Lone surrogates have no UTF-8, so
 * two readers may see different text. Numbers beyond JSON would come back as null.
 */
export function jsonFault(value: unknown, depth = 1): string | undefined {
  if (typeof value === 'string')
    return value.isWellFormed() ? undefined : 'a string contains half a character (a lone surrogate)';
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'a number is not finite';
  if (typeof value === 'boolean' || value === null) return undefined;
  if (typeof value !== 'object') return 'a value is not JSON';
  if (depth > MAX_JSON_DEPTH) return `values are nested more than ${MAX_JSON_DEPTH} levels deep`;
  if (Array.isArray(value)) {
    for (const item of value) {
      const fault = jsonFault(item, depth + 1);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') return 'a member is named __proto__';
    const fault = jsonFault(name, depth) ?? jsonFault(member, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/**
 * Parses a JSON object. Returns undefined unless the text is exactly what `JSON.stringify` writes for it.
 *
 * That one comparison refuses spaces, members that appear twice (in any escaped spelling), `1e999`, `-0`, `1.0`,
 * numbers that lose digits, and needless escapes. Bytes that are not UTF-8 are refused too, and so is everything
 * that {@link jsonFault} describes.
 */
export function parseCanonicalObject(source: string | Uint8Array): JsonObject | undefined {
  try {
    const text = typeof source === 'string' ? source : utf8.decode(source);
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value) || jsonFault(value) !== undefined) return undefined;
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Parses a base64url part of a JWT that isn't one of our own tokens, so its spelling doesn't matter. An empty object
 * unless it is a JSON object. Nothing in it may be trusted.
 */
export function jsonObjectIn(part: string): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
