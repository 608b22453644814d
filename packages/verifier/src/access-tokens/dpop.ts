/** Proofs of possession that are sent with an access token (RFC 9449). */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { jsonObjectIn, MAX_TOKEN_CHARACTERS } from '@lostwax/core';

/** What a request with `Authorization: DPoP` says besides its token. */
export interface SentProof {
  /** The `DPoP` header; undefined if there is none, or more than one. */
  readonly proof: string | undefined;
  readonly method: string;
  /** `https://api.example.com/orders`, as the client sees it. Undefined if unknown: then no proof can be checked. */
  readonly url: string | undefined;
}

/** How old a proof may be, and how far the client's clock may be ahead. */
const MOST_AGE_SECONDS = 60;
const MOST_AHEAD_SECONDS = 10;
const MOST_ID_CHARACTERS = 256;
const form = /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/;

/**
 * Checks proofs, and remembers them as long as they could be used again, in this process only.
 *
 * When too many have been used, the oldest are forgotten early: refusing all would let one client stop all others.
 */
export class DpopProofs {
  /** Used proofs: those of the current period, and of the one before. */
  #used = new Set<string>();
  #before = new Set<string>();
  #since = 0;
  readonly #most: number;

  /** @param most - How many proofs are remembered for each period. */
  constructor(most = 100_000) {
    this.#most = most;
  }

  /**
   * Whether the sender has the key that the token is bound to, and has made this proof for this request.
   *
   * @param jkt - The thumbprint of that key, from the token.
   */
  isValid({ proof, method, url }: SentProof, token: string, jkt: string, nowSeconds: number): boolean {
    if (proof === undefined || url === undefined || proof.length > MAX_TOKEN_CHARACTERS) return false;
    const [, head = '', body = '', signature = ''] = form.exec(proof) ?? [];
    const { typ, alg, jwk } = jsonObjectIn(head);
    if (typ !== 'dpop+jwt' || (alg !== 'ES256' && alg !== 'EdDSA')) return false;
    const bound = boundKey(jwk, alg);
    if (bound === undefined || bound.thumbprint !== jkt) return false;
    const { jti, htm, htu, iat, ath } = jsonObjectIn(body);
    if (typeof jti !== 'string' || jti === '' || jti.length > MOST_ID_CHARACTERS) return false;
    if (htm !== method || typeof htu !== 'string' || !isSameUrl(htu, url)) return false;
    if (
      typeof iat !== 'number' ||
      !(iat > nowSeconds - MOST_AGE_SECONDS && iat < nowSeconds + MOST_AHEAD_SECONDS)
    )
      return false;
    if (ath !== sha256(token)) return false;
    const bytes = Buffer.from(`${head}.${body}`);
    const key = { key: bound.key, dsaEncoding: 'ieee-p1363' } as const;
    if (!verify(alg === 'ES256' ? 'sha256' : null, bytes, key, Buffer.from(signature, 'base64url')))
      return false;
    return this.#isNew(sha256(`${jkt} ${jti}`), nowSeconds);
  }

  #isNew(id: string, nowSeconds: number): boolean {
    const isOver = nowSeconds - this.#since > MOST_AGE_SECONDS + MOST_AHEAD_SECONDS;
    if (isOver || this.#used.size >= this.#most) {
      this.#before = this.#used;
      this.#used = new Set();
      this.#since = nowSeconds;
    }
    if (this.#used.has(id) || this.#before.has(id)) return false;
    this.#used.add(id);
    return true;
  }
}

/** Undefined for anything but a public key of the algorithm. A private key must never be in a proof. */
function boundKey(
  jwk: unknown,
  alg: 'ES256' | 'EdDSA',
): { readonly key: KeyObject; readonly thumbprint: string } | undefined {
  if (typeof jwk !== 'object' || jwk === null) return undefined;
  const { kty, crv, x, y, d } = jwk as Readonly<Record<string, unknown>>;
  if (d !== undefined || typeof x !== 'string') return undefined;
  const isP256 = alg === 'ES256' && kty === 'EC' && crv === 'P-256' && typeof y === 'string';
  if (!isP256 && !(alg === 'EdDSA' && kty === 'OKP' && crv === 'Ed25519')) return undefined;
  // Sorted by name, as RFC 7638 §3.2 requires.
  const members = isP256 ? { crv, kty, x, y } : { crv, kty, x };
  try {
    return {
      key: createPublicKey({ key: members, format: 'jwk' }),
      thumbprint: sha256(JSON.stringify(members)),
    };
  } catch {
    return undefined;
  }
}

/** RFC 9449 §4.3: without query and fragment, and normalized. */
function isSameUrl(one: string, other: string): boolean {
  const [a, b] = [URL.parse(one), URL.parse(other)];
  return a !== null && b !== null && a.origin === b.origin && a.pathname === b.pathname;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
