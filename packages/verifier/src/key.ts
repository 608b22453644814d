import type { JsonObject } from '@lostwax/core';

/**
 * What a valid key grants. Deeply frozen, because one object serves many requests.
 *
 * @typeParam Claims - The result of `readClaims`. Default: the claims as they are in the key.
 */
export interface CheckedKey<Claims = JsonObject> {
  readonly keyId: string;
  /** The customer: 1 to 255 visible ASCII characters. */
  readonly subject: string;
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  /** Slug of the workspace. */
  readonly workspace: string;
  readonly audience: string;
  readonly scopes: readonly string[];
  /** The producer's own claims, without the registered names. */
  readonly claims: Claims;
  /** When the key expires, in seconds since the Unix epoch. Absent: never. */
  readonly expiresAtSeconds?: number;
  /** How the credential works. */
  readonly method: string;
}

/** Deeply freezes a JSON value, so that one request cannot change what the next one sees. */
export function freezeJson<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) freezeJson(member);
  }
  return value;
}
