import { createPublicKey, type JsonWebKey } from 'node:crypto';

/** Milliseconds a revoked key may still work. */
const MAX_AGE = 5_000;
/** Milliseconds a new key may be refused, and the least between two fetches: anyone can send unknown key IDs. */
const COOLDOWN = 1_000;
const TIMEOUT = 2_000;

/** The key set couldn't be fetched, so a key can't be checked. */
export class KeySetUnavailable extends Error {}

/** The published keys as PEM, which fast-jwt takes. Each fetch replaces all of them, so revoked keys leave. */
export class KeySet {
  #url: string;
  #keys = new Map<string, string>();
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #fetching: Promise<void> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws KeySetUnavailable */
  async find(keyId: string): Promise<string> {
    const age = performance.now() - this.#fetchedAt;
    if (age > MAX_AGE || (age > COOLDOWN && !this.#keys.has(keyId))) {
      this.#fetching ??= this.#fetch().finally(() => {
        this.#fetching = undefined;
      });
      await this.#fetching;
    }
    const key = this.#keys.get(keyId);
    if (key === undefined) throw new Error('There is no such key.');
    return key;
  }

  async #fetch(): Promise<void> {
    const sentAt = performance.now();
    try {
      const response = await fetch(this.#url, { signal: AbortSignal.timeout(TIMEOUT) });
      if (!response.ok) throw new Error(`The key set was answered ${response.status}.`);
      const { keys } = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] };
      this.#keys = new Map(keys.map((jwk) => [jwk.kid, pemOf(jwk)]));
      this.#fetchedAt = sentAt;
    } catch (error) {
      throw new KeySetUnavailable('The key set could not be fetched.', { cause: error });
    }
  }
}

function pemOf(key: JsonWebKey): string {
  return createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
}
