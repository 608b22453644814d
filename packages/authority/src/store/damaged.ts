/** Key IDs remembered, so that each is reported only once. */
const MOST_REMEMBERED = 10_000;

/**
 * Key records that can't be published, because someone wrote to the database or the disk is damaged. They are
 * left out and reported once each: one bad record must not break the whole key set.
 */
export class DamagedRecords {
  readonly #found = new Set<string>();
  readonly #listeners = new Set<(kid: string, what: string) => void>();

  /** How many have been found since the start. */
  get count(): number {
    return this.#found.size;
  }

  onFound(listener: (kid: string, what: string) => void): void {
    this.#listeners.add(listener);
  }

  found(kid: string, what: string): void {
    if (this.#found.has(kid) || this.#found.size >= MOST_REMEMBERED) return;
    this.#found.add(kid);
    for (const listener of this.#listeners) listener(kid, what);
  }
}

/** `_7f_`, and 22 characters of base62. */
const LENGTH_AFTER_PREFIX = 26;

/**
 * The three forms in which the core writes a public half. A text that differs by one character wasn't written
 * by it.
 */
const form =
  /^\{(?:"kty":"EC","crv":"P-256","x":"[\w-]{43}","y":"[\w-]{43}","kid":"(\w+_[0-9A-Za-z]{22})","alg":"ES256"|"kty":"RSA","n":"[\w-]{342}","e":"AQAB","kid":"(\w+_[0-9A-Za-z]{22})","alg":"RS256"|"kty":"OKP","crv":"Ed25519","x":"[\w-]{43}","kid":"(\w+_[0-9A-Za-z]{22})","alg":"EdDSA"),"use":"sig"\}$/;

/**
 * Reports whether a public half has exactly the form that the authority writes, with its own key ID of this
 * workspace and shard. Doesn't check that the point is on the curve, which would take a hundred times as
 * long.
 */
export function isPublishable(kid: string, shard: number, prefix: string, jwk: string): boolean {
  const found = form.exec(jwk);
  return (
    found !== null &&
    (found[1] ?? found[2] ?? found[3]) === kid &&
    kid.startsWith(`${prefix}_${shard.toString(16).padStart(2, '0')}_`) &&
    kid.length === prefix.length + LENGTH_AFTER_PREFIX
  );
}
