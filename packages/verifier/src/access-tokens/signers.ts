import { createPublicKey, type KeyObject } from 'node:crypto';
import { oauthPaths } from '@lostwax/contract';
import { Transport, textOf } from '../follower/transport.ts';

/** At most one fetch begins in this time. */
const APART_MILLISECONDS = 1_000;
/** Limit for a whole fetch, all addresses included. */
const FETCH_MILLISECONDS = 5_000;
/**
 * How often the keys are fetched while tokens are being checked. A token that was revoked on its own is accepted
 * for that long.
 */
const REFRESH_MILLISECONDS = 5_000;
/** After this time without a token, fetching stops. */
const UNUSED_MILLISECONDS = 600_000;
/**
 * How long a key is kept after it is no longer published, and a revoked token after it is no longer listed: longer than any token lives.
 * The authority omits tokens that have expired by its clock, which may be wrong.
 */
const KEPT_MILLISECONDS = 900_000;
const MOST_BYTES = 4_194_304;
const MOST_KEYS = 64;
/** Several times as many as an authority lists. */
const MOST_REVOKED = 100_000;
/** How many requests may wait for a fetch. */
const MOST_WAITING = 1_000;

interface Signer {
  readonly key: KeyObject;
  /** When it was last published, in milliseconds of the monotonic clock. */
  readonly seenAt: number;
}

/**
 * The keys that sign the access tokens of one issuer, and the IDs of tokens that were revoked before they expired.
 *
 * They are fetched when a token names an unknown key, and every few seconds while tokens arrive. A failed fetch
 * changes nothing.
 */
export class Signers {
  readonly #addresses: readonly string[];
  readonly #transport = new Transport();
  readonly #closed = new AbortController();
  #keys = new Map<string, Signer>();
  /** When each was last listed, in milliseconds of the monotonic clock. */
  #revoked: ReadonlyMap<string, number> = new Map();
  #beganAt = -Infinity;
  #usedAt = -Infinity;
  #fetching: Promise<void> | undefined;
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param addresses - Each `<origin>/<workspace>`, asked in turn. */
  constructor(addresses: readonly string[]) {
    this.#addresses = addresses;
  }

  get(kid: string): KeyObject | undefined {
    this.#used();
    return this.#keys.get(kid)?.key;
  }

  isRevoked(tokenId: string): boolean {
    this.#used();
    return this.#revoked.has(tokenId);
  }

  /** Waits for a fetch, unless too many calls are already waiting. Never rejects. */
  async refresh(): Promise<void> {
    if (this.#waiting >= MOST_WAITING) return;
    this.#waiting += 1;
    try {
      await this.#fetch();
    } finally {
      this.#waiting -= 1;
    }
  }

  close(): void {
    this.#closed.abort();
    clearInterval(this.#timer);
    this.#transport.close();
  }

  #used(): void {
    this.#usedAt = performance.now();
    this.#timer ??= setInterval(() => this.#keepUp(), REFRESH_MILLISECONDS).unref();
  }

  #keepUp(): void {
    if (performance.now() - this.#usedAt < UNUSED_MILLISECONDS) void this.#fetch();
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  /** Runs one fetch at a time, shared by concurrent callers, at least a second after the last one began. */
  #fetch(): Promise<void> {
    this.#fetching ??= this.#fetchNow().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetchNow(): Promise<void> {
    const wait = this.#beganAt + APART_MILLISECONDS - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait).unref());
    this.#beganAt = performance.now();
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(FETCH_MILLISECONDS)]);
    for (const address of this.#addresses) {
      try {
        this.#take(await this.#read(new URL(address + oauthPaths.jwks), signal));
        return;
      } catch {
        if (signal.aborted) return;
      }
    }
  }

  async #read(url: URL, signal: AbortSignal): Promise<string> {
    const response = await this.#transport.get({
      ...{ url, signal, headers: { accept: 'application/json' }, contentType: 'application/json' },
      ...{ answerMilliseconds: FETCH_MILLISECONDS, idleMilliseconds: FETCH_MILLISECONDS },
    });
    return textOf(response, MOST_BYTES, 'The key set of access tokens');
  }

  #take(text: string): void {
    const { keys, revoked = [] } = JSON.parse(text) as Partial<Record<'keys' | 'revoked', unknown>>;
    if (!Array.isArray(keys) || !Array.isArray(revoked))
      throw new TypeError('The response is not a key set.');
    const seenAt = performance.now();
    const next = new Map<string, Signer>();
    for (const jwk of keys.slice(0, MOST_KEYS)) {
      const key = publicKeyOf(jwk);
      if (key !== undefined) next.set(jwk.kid, { key, seenAt });
    }
    for (const [kid, signer] of this.#keys) {
      const isKept = signer.seenAt + KEPT_MILLISECONDS > seenAt && next.size < MOST_KEYS;
      if (isKept && !next.has(kid)) next.set(kid, signer);
    }
    this.#keys = next;
    const listed = new Map(revoked.filter((id) => typeof id === 'string').map((id) => [id, seenAt]));
    for (const [id, at] of this.#revoked) {
      if (at + KEPT_MILLISECONDS > seenAt && listed.size < MOST_REVOKED && !listed.has(id))
        listed.set(id, at);
    }
    this.#revoked = listed;
  }
}

/** Undefined for anything but a P-256 key for ES256, because nothing else signs access tokens. */
function publicKeyOf(jwk: unknown): KeyObject | undefined {
  const { kty, crv, x, y, kid, alg } = (jwk ?? {}) as Readonly<Record<string, unknown>>;
  if (kty !== 'EC' || crv !== 'P-256' || alg !== 'ES256') return undefined;
  if (typeof kid !== 'string' || typeof x !== 'string' || typeof y !== 'string') return undefined;
  try {
    return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
