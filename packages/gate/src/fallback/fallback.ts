import { createHash } from 'node:crypto';
import { isCustomer, isScope } from '@lostwax/core';
import { type Tracing, tracedFetch } from '@lostwax/server';
import type { CheckedKey } from '@lostwax/verifier';
import type { Verdict } from '../door/elsewhere.ts';
import type { Log } from '../log.ts';
import type { FallbackSettings, IssuerSettings } from '../settings/settings.ts';
import { type Ask, isKnown } from './known.ts';
import { Recent } from './recent.ts';

/** Why an answer was given: the label of the metric. */
export type FallbackResult = 'accepted' | 'refused' | 'known_here' | 'unavailable' | 'busy';

/** Answers are kept this long, so a key that the other system ends is refused within this time. */
const KEPT_MILLISECONDS = 10_000;
const MOST_KEPT = 10_000;
/** Requests in flight at once. Beyond that the gate answers 503, so that a flood of wrong keys can't overload the other system. */
const MOST_ASKING = 64;
const ANSWER_MILLISECONDS = 3_000;
/** How many customers the metric names. */
const MOST_CUSTOMERS = 100;

interface Answered {
  readonly verdict: Verdict;
  readonly result: FallbackResult;
}

/**
 * Asks another system about keys that are in no set, while both are in use. A key that this authority knows, or knew
 * before it ended, is never passed on: revoking it here must be enough.
 */
export class Fallback {
  readonly #settings: FallbackSettings;
  readonly #issuers: readonly IssuerSettings[];
  readonly #positions: () => string;
  readonly #log: Log;
  readonly #tracing: Tracing | undefined;
  readonly #kept = new Recent<Answered>(MOST_KEPT, KEPT_MILLISECONDS);
  readonly #asking = new Map<string, Promise<Answered>>();
  /** Requests by result. */
  readonly results = new Map<FallbackResult, number>();
  /** Accepted requests by customer; beyond the limit they count as `other`. */
  readonly customers = new Map<string, number>();

  /** @param positions - The positions of the sets, as text. */
  constructor(
    settings: FallbackSettings,
    issuers: readonly IssuerSettings[],
    positions: () => string,
    log: Log,
    tracing: Tracing | undefined,
  ) {
    this.#tracing = tracing;
    this.#positions = positions;
    this.#settings = settings;
    this.#issuers = issuers;
    this.#log = log;
  }

  /**
   * @param header - Where the key was sent.
   * @param parent - The `traceparent` of the request, if it is traced.
   */
  async ask(credential: string, header: string, parent: string | undefined): Promise<Verdict> {
    const { verdict, result } = await this.#answer(credential, header, parent);
    this.results.set(result, (this.results.get(result) ?? 0) + 1);
    if (typeof verdict === 'object') {
      const known = this.customers.has(verdict.subject) || this.customers.size < MOST_CUSTOMERS;
      const customer = known ? verdict.subject : 'other';
      this.customers.set(customer, (this.customers.get(customer) ?? 0) + 1);
    }
    return verdict;
  }

  #answer(credential: string, header: string, parent: string | undefined): Promise<Answered> | Answered {
    const pin = createHash('sha256').update(credential).digest('base64url');
    // With the next change, the key may be one that was imported, or revoked since.
    const place = `${header} ${pin} ${this.#positions()}`;
    const known = this.#kept.get(place) ?? this.#asking.get(place);
    if (known !== undefined) return known;
    if (this.#asking.size >= MOST_ASKING) return { verdict: 'unavailable', result: 'busy' };
    const asking = this.#askBoth(credential, header, pin, parent)
      .catch((error: unknown): Answered => {
        this.#log.warn({ err: error, url: this.#settings.url }, 'the second check did not answer');
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
  async #askBoth(
    credential: string,
    header: string,
    pin: string,
    parent: string | undefined,
  ): Promise<Answered> {
    const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
    const ask: Ask = (to, init) => tracedFetch(this.#tracing, to, { ...init, signal }, parent);
    const known = await Promise.all(this.#issuers.map((issuer) => isKnown(issuer, pin, ask)));
    if (known.includes(true)) return { verdict: 'refused', result: 'known_here' };
    const { url, subjectHeader } = this.#settings;
    const own = header === 'authorization' || header.startsWith('?');
    const response = await ask(url, {
      headers: own ? { authorization: `Bearer ${credential}` } : { [header]: credential },
      redirect: 'manual',
    });
    await response.body?.cancel();
    if (response.ok) return { verdict: this.#callerIn(response.headers, subjectHeader), result: 'accepted' };
    if (response.status === 401 || response.status === 403) return { verdict: 'refused', result: 'refused' };
    throw new Error(`The second check answered with status ${response.status}.`);
  }

  /** No key ID and no workspace: this authority doesn't know the key. */
  #callerIn(headers: Headers, subjectHeader: string): CheckedKey {
    const subject = headers.get(subjectHeader) ?? '';
    const scopes = (headers.get('x-lostwax-scope') ?? '').split(' ').filter(isScope);
    return Object.freeze({
      keyId: '',
      subject: isCustomer(subject) ? subject : '',
      issuer: new URL(this.#settings.url).origin,
      workspace: '',
      audience: '',
      scopes: Object.freeze(scopes),
      claims: Object.freeze({}),
      method: 'fallback',
    });
  }
}
