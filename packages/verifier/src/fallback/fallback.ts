import { createHash } from 'node:crypto';
import { isCustomer, isScope, type JsonObject } from '@lostwax/core';
import type { SentKey } from '../credential.ts';
import type { CheckedKey } from '../key.ts';
import type { Verdict } from './elsewhere.ts';
import { type Ask, type Authority, isKnown } from './known.ts';
import { type FallbackOptions, readAuthorities } from './options.ts';
import { Recent } from './recent.ts';

/** Why an answer was given: the label of the metric. */
export type FallbackResult = 'accepted' | 'refused' | 'known_here' | 'unavailable' | 'busy';

/** A second check of keys that are in no set, while two systems are in use. */
export interface Fallback<Claims = JsonObject> {
  /**
   * Asks the other system about a key that the verifier doesn't know. `requireKey` does this if it is given the
   * fallback.
   *
   * @param parent - Passed on to `fetch`, such as the `traceparent` of the request.
   * @returns `unavailable`, after three seconds at most, if there is no usable answer. It never throws.
   */
  ask(sent: SentKey, parent?: string): Promise<Verdict<Claims>>;
  /** Requests by result, since the start. */
  readonly results: ReadonlyMap<FallbackResult, number>;
  /** Requests that the other system accepted, by customer. The first 100 customers are named, the others are `other`. */
  readonly customers: ReadonlyMap<string, number>;
}

/** Answers are kept this long, so a key that the other system ends is refused within this time. */
const KEPT_MILLISECONDS = 10_000;
const MOST_KEPT = 10_000;
/** Requests in flight at once. Beyond that callers get 503, so that a flood of wrong keys can't overload the other system. */
const MOST_ASKING = 64;
const ANSWER_MILLISECONDS = 3_000;
/** How many customers the metric names. */
const MOST_CUSTOMERS = 100;

/**
 * Creates a second check of unknown keys, for moving to Lostwax gradually. A key that the authority knows, or knew
 * before it ended, is never passed on: revoking it there is enough.
 *
 * @throws {@link VerifierError} `options_invalid`.
 * @example
 * const issuers = [{ issuer: 'https://keys.example.com/acme', feedKey }];
 * const verifier = createVerifier({ issuers });
 * const fallback = createFallback({ verifier, issuers, url: 'https://old.example.com/check', subjectHeader: 'X-Customer' });
 * app.use(requireKey(verifier, { fallback }));
 */
export function createFallback<Claims = JsonObject>(options: FallbackOptions<Claims>): Fallback<Claims> {
  return new SecondCheck(options, readAuthorities(options));
}

interface Answered<Claims> {
  readonly verdict: Verdict<Claims>;
  readonly result: FallbackResult;
}

class SecondCheck<Claims> implements Fallback<Claims> {
  readonly results = new Map<FallbackResult, number>();
  readonly customers = new Map<string, number>();
  readonly #options: FallbackOptions<Claims>;
  readonly #authorities: readonly Authority[];
  readonly #kept = new Recent<Answered<Claims>>(MOST_KEPT, KEPT_MILLISECONDS);
  readonly #asking = new Map<string, Promise<Answered<Claims>>>();

  constructor(options: FallbackOptions<Claims>, authorities: readonly Authority[]) {
    this.#options = options;
    this.#authorities = authorities;
  }

  async ask(sent: SentKey, parent?: string): Promise<Verdict<Claims>> {
    const { verdict, result } = await this.#answer(sent, parent);
    this.results.set(result, (this.results.get(result) ?? 0) + 1);
    if (typeof verdict === 'object') {
      const known = this.customers.has(verdict.subject) || this.customers.size < MOST_CUSTOMERS;
      const customer = known ? verdict.subject : 'other';
      this.customers.set(customer, (this.customers.get(customer) ?? 0) + 1);
    }
    return verdict;
  }

  #answer(sent: SentKey, parent: string | undefined): Promise<Answered<Claims>> | Answered<Claims> {
    const pin = createHash('sha256').update(sent.credential).digest('base64url');
    const positions = this.#options.verifier.status().map(({ position }) => position);
    // With the next change, the key may be one that was imported, or revoked since.
    const place = [sent.header, sent.prefix, sent.basic === undefined, pin, ...positions].join(' ');
    const known = this.#kept.get(place) ?? this.#asking.get(place);
    if (known !== undefined) return known;
    if (this.#asking.size >= MOST_ASKING) return { verdict: 'unavailable', result: 'busy' };
    const asking = this.#askBoth(sent, pin, parent)
      .catch((error: Error): Answered<Claims> => {
        const { onFailure = tellFailure } = this.#options;
        onFailure(error);
        return { verdict: 'unavailable', result: 'unavailable' };
      })
      .then((answered) => {
        // A failed request is not an answer, so the next one asks again.
        if (answered.verdict !== 'unavailable') this.#kept.put(place, answered);
        return answered;
      })
      .finally(() => this.#asking.delete(place));
    this.#asking.set(place, asking);
    return asking;
  }

  /** Requests with the same key share an answer: it belongs to the trace of the first. */
  async #askBoth(sent: SentKey, pin: string, parent: string | undefined): Promise<Answered<Claims>> {
    const { url, fetch: ownFetch = fetch } = this.#options;
    const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
    const ask: Ask = (to, init) => ownFetch(to, { ...init, signal }, parent);
    const known = await Promise.all(this.#authorities.map((authority) => isKnown(authority, pin, ask)));
    if (known.includes(true)) return { verdict: 'refused', result: 'known_here' };
    const response = await ask(url, { headers: headersFor(sent), redirect: 'manual' });
    await response.body?.cancel();
    if (response.ok) return { verdict: this.#callerIn(response.headers), result: 'accepted' };
    if (response.status === 401 || response.status === 403) return { verdict: 'refused', result: 'refused' };
    throw new Error(`The second check answered with status ${response.status}.`);
  }

  /**
   * No key ID and no workspace: this authority doesn't know the key.
   *
   * @throws Error if no customer is named: an API must not serve a caller whom it can't tell from others.
   */
  #callerIn(headers: Headers): CheckedKey<Claims> {
    const { url, subjectHeader, claims = Object.freeze({}) as Claims } = this.#options;
    const subject = headers.get(subjectHeader) ?? '';
    if (!isCustomer(subject))
      throw new Error(
        `The second check accepted a key, but its ${subjectHeader} header names no customer: that takes 1 to 255 visible ASCII characters.`,
      );
    const scopes = (headers.get('x-lostwax-scope') ?? '').split(' ').filter(isScope);
    return Object.freeze({
      keyId: '',
      subject,
      issuer: new URL(url).origin,
      workspace: '',
      audience: '',
      scopes: Object.freeze(scopes),
      claims,
      method: 'fallback',
    });
  }
}

/** A key of the query is sent as a header, so that it isn't in the log of the other system. */
function headersFor({ credential, prefix = '', header, basic }: SentKey): Record<string, string> {
  const key = `${prefix}${credential}`;
  if (basic !== undefined) return { authorization: `Basic ${basic}` };
  if (header === 'authorization' || header.startsWith('?')) return { authorization: `Bearer ${key}` };
  return { [header]: key };
}

function tellFailure({ message }: Error): void {
  process.stderr.write(`lostwax: A key was refused with 503. ${message}\n`);
}
