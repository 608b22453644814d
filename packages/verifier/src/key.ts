import type { JsonObject } from '@lostwax/core';

/**
 * What a good key says. It is frozen through and through: one object serves many requests.
 *
 * @typeParam Claims - What `readClaims` makes of the producer's own claims; without it, the claims as they stand in the key.
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
  /** The producer's own claims; none of the registered names is among them. */
  readonly claims: Claims;
  /** Seconds since the Unix epoch from which on it is refused; left out: never. */
  readonly expiresAtSeconds?: number;
  /** How the credential works. */
  readonly method: string;
}

/** Freezes JSON with all that is in it, so that one request cannot change what the next one is told. */
export function freezeJson<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) freezeJson(member);
  }
  return value;
}
