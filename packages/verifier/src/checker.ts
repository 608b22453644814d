import { hash } from 'node:crypto';
import { type EntryRecord, OAUTH_CLIENT, PIN_BYTES } from '@lostwax/contract';
import { type JsonObject, MAX_TOKEN_CHARACTERS, readOpaqueKey, TOKEN_BEGIN } from '@lostwax/core';
import { AccessTokens, type TokenSet } from './access-tokens/access-tokens.ts';
import { parseAccessToken } from './access-tokens/parse.ts';
import type { Possession } from './access-tokens/possession.ts';
import { diagnose } from './diagnose.ts';
import { VerifierError } from './errors.ts';
import { type CheckedKey, freezeJson } from './key.ts';
import { KeyCache } from './key-cache.ts';
import type { Presentation } from './methods/method.ts';
import { signed } from './methods/signed.ts';
import { methods } from './methods/table.ts';
import { type Found, recordText } from './pins/pins.ts';
import { newPinWords, readDigest, readPinBytes } from './pins/words.ts';
import { lacksScopes, type Refusal, refusal, unknownCertificate } from './refusals.ts';
import type { UptimeClock } from './uptime-clock.ts';

/** Options of one check. */
export interface CheckOptions extends Possession {
  /** The key must have all of these. Default: no scope is required. */
  readonly scopes?: readonly string[];
  /** The current time, in seconds since the Unix epoch. Default: now. */
  readonly nowSeconds?: number;
}

/** A valid key. */
export interface Acceptance<Claims = JsonObject> {
  readonly accepted: true;
  readonly key: CheckedKey<Claims>;
}

/** The result of a check. Look at `accepted` first. */
export type CheckResult<Claims = JsonObject> = Acceptance<Claims> | Refusal;

/**
 * Converts the producer's own claims to the type that the program works with, or throws if they do not match
 * it.
 */
export type ReadClaims<Claims> = (claims: JsonObject) => Claims;

/** The set of one issuer, as a checker uses it. */
export interface CheckedSet extends TokenSet {
  /** Whether pins have records, as in the full feed. */
  readonly withRecords: boolean;
}

/** The parts of a checker. */
export interface CheckerParts<Claims> {
  readonly sets: readonly CheckedSet[];
  /** Empty: any audience is accepted. */
  readonly audiences: readonly string[];
  readonly clock: UptimeClock;
  readonly cachedKeys: number;
  readonly readClaims: ReadClaims<Claims>;
}

/** Far more than certificates have, and little to hash. */
const MOST_CERTIFICATE_BYTES = 65_536;

/** Checks keys against sets that are kept up to date elsewhere, in this thread or another. */
export class Checker<Claims> {
  readonly #sets: readonly CheckedSet[];
  readonly #audiences: readonly string[];
  readonly #clock: UptimeClock;
  /** Separate, so that a key from one is never accepted in place of the other. */
  readonly #keys: Readonly<Record<Presentation, KeyCache<Claims>>>;
  readonly #readClaims: ReadClaims<Claims>;
  readonly #tokens: AccessTokens<Claims>;
  readonly #pin = newPinWords();

  constructor({ sets, audiences, clock, cachedKeys, readClaims }: CheckerParts<Claims>) {
    this.#sets = sets;
    this.#audiences = audiences;
    this.#clock = clock;
    this.#keys = { text: new KeyCache(cachedKeys), certificate: new KeyCache(cachedKeys) };
    this.#readClaims = readClaims;
    this.#tokens = new AccessTokens({ sets, cached: cachedKeys, finish: (key) => this.#withClaims(key) });
  }

  /** Whether at least one set is fresh enough to answer from. */
  get fresh(): boolean {
    return this.#isFresh(this.#clock.now());
  }

  /** See `Verifier.check`. */
  check(credential: string | undefined, options: CheckOptions = {}): CheckResult<Claims> {
    assertScopes(options);
    if (credential === undefined || credential === '') return refusal('key_missing');
    const uptime = this.#clock.now();
    if (!this.#isFresh(uptime)) return refusal('set_stale');
    // Values that are not strings are ignored, and the length is checked before any work that grows with it.
    if (typeof credential !== 'string' || credential.length > MAX_TOKEN_CHARACTERS)
      return refusal('token_malformed');
    readDigest(hash('sha256', credential, 'binary'), this.#pin);
    const known = this.#find('text', credential, options, uptime);
    // No other key is bound to a proof.
    if (known !== undefined) return known.accepted && options.dpop ? refusal('proof_invalid') : known;
    const now = options.nowSeconds ?? this.#clock.wallSeconds;
    const token = this.#tokens.check(credential, this.#pin, uptime, now, options);
    if (token === undefined) return this.#diagnose(credential, uptime);
    return 'accepted' in token ? token : this.#judge(token, options.scopes, now);
  }

  /** See `Verifier.checkCertificate`. */
  checkCertificate(der: Uint8Array | undefined, options: CheckOptions = {}): CheckResult<Claims> {
    assertScopes(options);
    if (der === undefined) return refusal('key_missing');
    if (!(der instanceof Uint8Array) || der.length > MOST_CERTIFICATE_BYTES)
      return refusal('token_malformed');
    const uptime = this.#clock.now();
    if (!this.#isFresh(uptime)) return refusal('set_stale');
    readDigest(hash('sha256', der, 'binary'), this.#pin);
    return this.#checkCurrentPin(options, uptime);
  }

  /** See `Verifier.checkFingerprint`. */
  checkFingerprint(fingerprint: Uint8Array | undefined, options: CheckOptions = {}): CheckResult<Claims> {
    assertScopes(options);
    if (fingerprint === undefined) return refusal('key_missing');
    const uptime = this.#clock.now();
    if (!this.#isFresh(uptime)) return refusal('set_stale');
    if (!(fingerprint instanceof Uint8Array) || fingerprint.length !== PIN_BYTES)
      return refusal('token_malformed');
    readPinBytes(fingerprint, this.#pin);
    return this.#checkCurrentPin(options, uptime);
  }

  #checkCurrentPin(options: CheckOptions, uptime: number): CheckResult<Claims> {
    const found = this.#find('certificate', '', options, uptime);
    if (found !== undefined) return found;
    // A certificate does not name its issuer, so it may be in a stale set.
    return this.#isAnyStale(uptime) ? refusal('set_stale') : unknownCertificate;
  }

  #isFresh(uptime: number): boolean {
    return this.#sets.some(({ freshness }) => freshness.isFresh(uptime));
  }

  #isAnyStale(uptime: number): boolean {
    return this.#sets.some(({ freshness }) => !freshness.isFresh(uptime));
  }

  /** Looks up the current pin. Undefined if no set has it for a credential presented in this way. */
  #find(
    presentedAs: Presentation,
    credential: string,
    { scopes, nowSeconds }: CheckOptions,
    uptime: number,
  ): CheckResult<Claims> | undefined {
    const keys = this.#keys[presentedAs];
    let refused: Refusal | undefined;
    for (const set of this.#sets) {
      const found = set.withRecords ? set.pins.find(this.#pin) : undefined;
      if (set.withRecords ? found === undefined : !set.pins.has(this.#pin)) continue;
      // Only the issuer's own set decides. Another issuer may have copied the pin into its feed.
      if (!set.freshness.isFresh(uptime)) {
        refused ??= refusal('set_stale');
        continue;
      }
      const key = keys.get(set, this.#pin, found) ?? this.#read(presentedAs, credential, set, found);
      if (key === undefined) continue;
      if ('accepted' in key) refused ??= key;
      else return this.#judge(key, scopes, nowSeconds ?? this.#clock.wallSeconds);
    }
    return refused;
  }

  /** See `KeyChecker.refreshSigners`. */
  async refreshSigners(credential: string): Promise<void> {
    const issuer =
      credential.length <= MAX_TOKEN_CHARACTERS ? parseAccessToken(credential)?.token.issuer : undefined;
    await this.#sets.find((set) => set.issuer === issuer)?.signers?.refresh();
  }

  /** Undefined if the pin is that of a key that is presented in another way. */
  #read(
    presentedAs: Presentation,
    credential: string,
    set: CheckedSet,
    found: Found | undefined,
  ): CheckedKey<Claims> | Refusal | undefined {
    const record = found && (JSON.parse(recordText(found)) as EntryRecord);
    const method = methods.get(record?.method ?? signed.name);
    if (method?.presentedAs !== presentedAs) return undefined;
    // The text behind the pin of an OAuth client is public.
    if (method.name === OAUTH_CLIENT) return refusal('token_malformed');
    const said = method.read(credential, set, record);
    // In the set, but not a key of its issuer: a feed of another workspace was configured, or the token has a
    // newer format.
    if (said === undefined) return refusal('issuer_unknown');
    const key = this.#withClaims(said);
    if (key === undefined) return refusal('claims_refused');
    this.#keys[presentedAs].put(set, this.#pin, found, key);
    return key;
  }

  #withClaims(key: CheckedKey): CheckedKey<Claims> | undefined {
    try {
      return freezeJson({ ...key, claims: this.#readClaims(key.claims) });
    } catch {
      return undefined;
    }
  }

  #judge(
    key: CheckedKey<Claims>,
    scopes: readonly string[] | undefined,
    nowSeconds: number,
  ): CheckResult<Claims> {
    if (key.expiresAtSeconds !== undefined && !(nowSeconds < key.expiresAtSeconds))
      return refusal('key_expired');
    if (this.#audiences.length > 0 && !this.#audiences.includes(key.audience))
      return refusal('audience_mismatch');
    if (scopes !== undefined && !scopes.every((scope) => key.scopes.includes(scope)))
      return lacksScopes(scopes);
    return { accepted: true, key };
  }

  /**
   * Whether the text may be an imported key, whose form only its own system knows: it looks like no key of these
   * workspaces. Imported keys are only in the full feed.
   */
  #mayBeForeign(credential: string): boolean {
    if (credential.startsWith(TOKEN_BEGIN) || !foreignForm.test(credential)) return false;
    if (!this.#sets.some(({ withRecords }) => withRecords)) return false;
    const text = credential.toLowerCase();
    return (
      !this.#sets.some(({ workspace }) => text.includes(`${workspace}_`)) &&
      readOpaqueKey(credential) !== 'client_secret'
    );
  }

  /**
   * Says what is wrong with a credential that is in no set. If its own set is stale, the answer is not known.
   */
  #diagnose(credential: string, uptime: number): Refusal {
    const { code: likeliest, issuer } = diagnose(credential);
    if (issuer === undefined) {
      const code = this.#mayBeForeign(credential) ? 'key_unknown' : likeliest;
      // An opaque key does not name its issuer, so it may be in the stale set.
      return refusal(code === 'key_unknown' && this.#isAnyStale(uptime) ? 'set_stale' : code);
    }
    const set = this.#sets.find((one) => one.issuer === issuer);
    if (set === undefined) return refusal('issuer_unknown');
    return refusal(set.freshness.isFresh(uptime) ? 'key_unknown' : 'set_stale');
  }
}

/** What keys of other systems may look like, as far as a request can carry them. */
const foreignForm = /^(?=.*\d)[A-Za-z0-9][\w~.+/=:-]{7,254}$/;

/**
 * A string has methods of an array too. A route that passes "admin" by mistake must not be open to everyone.
 */
function assertScopes({ scopes }: CheckOptions): void {
  if (scopes === undefined || Array.isArray(scopes)) return;
  throw new VerifierError('options_invalid', '"scopes" must be a list of scopes, such as ["orders:read"].');
}
