import { verify } from 'node:crypto';
import { type EntryRecord, OAUTH_CLIENT } from '@lostwax/contract';
import type { Freshness } from '../freshness.ts';
import type { CheckedKey } from '../key.ts';
import type { Issuer } from '../methods/method.ts';
import { PinSlots } from '../pins/pin-slots.ts';
import { type Found, type Pins, recordText } from '../pins/pins.ts';
import type { PinWords } from '../pins/words.ts';
import { type Refusal, refusal } from '../refusals.ts';
import { type AccessToken, parseAccessToken } from './parse.ts';
import { type Possession, Possessions } from './possession.ts';
import type { Signers } from './signers.ts';

/** The set of one issuer, as used to check access tokens. */
export interface TokenSet extends Issuer {
  readonly pins: Pins;
  readonly freshness: Freshness;
  /** Undefined if the set has no records, because then no client is known. */
  readonly signers: Signers | undefined;
}

/** An access token with a verified signature. */
interface Line<Claims> {
  readonly pin: PinWords;
  readonly token: AccessToken;
  readonly set: TokenSet;
  /** Of the client's record when `key` was read. */
  readonly segmentId: number;
  readonly place: number;
  readonly key: CheckedKey<Claims>;
}

/** The parts of {@link AccessTokens}. */
export interface AccessTokensParts<Claims> {
  readonly sets: readonly TokenSet[];
  /** How many verified tokens are cached, rounded up to a power of two. */
  readonly cached: number;
  /** Converts the claims to the program's type; undefined if they don't match it. */
  readonly finish: (key: CheckedKey) => CheckedKey<Claims> | undefined;
}

/**
 * Checks access tokens of OAuth clients.
 *
 * A signature is verified once; afterwards the token is recognized by its pin. Every check requires that the
 * client's record is in the set, so whatever ends a client ends its tokens at the same moment. The cache
 * contains no tokens.
 */
export class AccessTokens<Claims> {
  readonly #parts: AccessTokensParts<Claims>;
  readonly #lines: PinSlots<Line<Claims>>;
  readonly #possessions = new Possessions();

  constructor(parts: AccessTokensParts<Claims>) {
    this.#parts = parts;
    this.#lines = new PinSlots(parts.cached);
  }

  /**
   * @param text - At most 4,096 characters.
   * @param pin - The pin of the text. The array is copied if it is kept.
   * @returns Undefined if the text isn't an access token.
   */
  check(
    text: string,
    pin: PinWords,
    uptime: number,
    nowSeconds: number,
    possession: Possession,
  ): CheckedKey<Claims> | Refusal | undefined {
    const known = this.#lines.get(pin);
    const parsed = known === undefined ? parseAccessToken(text) : undefined;
    const token = known?.token ?? parsed?.token;
    if (token === undefined) return undefined;
    const set = known?.set ?? this.#parts.sets.find(({ issuer }) => issuer === token.issuer);
    if (set === undefined) return refusal('issuer_unknown');
    if (!set.freshness.isFresh(uptime)) return refusal('set_stale');
    if (!(nowSeconds < token.expiresAtSeconds)) {
      this.#lines.delete(pin);
      return refusal('key_expired');
    }
    const found = set.signers && set.pins.find(token.clientPin);
    // Without a known client's ID, a token causes no fetch of keys and no check of a signature.
    if (set.signers === undefined || found === undefined) return refusal('key_unknown');
    if (parsed !== undefined) {
      const key = set.signers.get(token.signer);
      if (key === undefined) return refusal('signer_unknown');
      const es256 = { key, dsaEncoding: 'ieee-p1363' } as const;
      if (!verify('sha256', parsed.signed, es256, parsed.signature)) return refusal('key_unknown');
    }
    if (set.signers.isRevoked(token.id)) return refusal('key_unknown');
    // Last, so that only holders of a valid token cause a check of a proof.
    const unproven = this.#possessions.refuse(text, token, possession, nowSeconds);
    if (unproven !== undefined) return unproven;
    const isSame = known?.segmentId === found.segment.id && known.place === found.place;
    return isSame ? known.key : this.#read(token, set, found, pin);
  }

  #read(token: AccessToken, set: TokenSet, found: Found, pin: PinWords): CheckedKey<Claims> | Refusal {
    const record = JSON.parse(recordText(found)) as EntryRecord;
    const said = grantOf(token, set, record);
    if (said === undefined) return refusal('key_unknown');
    const key = this.#parts.finish(said);
    if (key === undefined) return refusal('claims_refused');
    const { id: segmentId } = found.segment;
    this.#lines.put({ pin: pin.slice(), token, set, segmentId, place: found.place, key });
    return key;
  }
}

/** Returns what a token grants, which is never more than its client's record. */
function grantOf(
  token: AccessToken,
  { issuer, workspace }: Issuer,
  { method, kid, customer, scopes, claims, exp }: EntryRecord,
): CheckedKey | undefined {
  if (method !== OAUTH_CLIENT || kid !== token.clientId || customer !== token.subject) return undefined;
  if (!token.scopes.every((scope) => scopes.includes(scope))) return undefined;
  return {
    ...{ keyId: kid, subject: customer, issuer, workspace, audience: token.audience, claims, method },
    scopes: token.scopes,
    expiresAtSeconds: Math.min(token.expiresAtSeconds, exp ?? Infinity),
  };
}
