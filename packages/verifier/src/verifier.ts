import type { JsonObject } from '@lostwax/core';
import { Checker, type CheckOptions, type CheckResult } from './checker.ts';
import { VerifierError } from './errors.ts';
import type { IssuerStatus } from './events.ts';
import { FollowedIssuer } from './followed-issuer.ts';
import { assertNode } from './node-version.ts';
import type { ClaimsOptions, VerifierOptions } from './options.ts';
import { readOptions, readyTime } from './read-options.ts';
import type { SharedVerifier } from './shared.ts';
import { UptimeClock } from './uptime-clock.ts';

/** Checks keys. What adapters need: a `Verifier`, or one attached in another thread. */
export interface KeyChecker<Claims = JsonObject> {
  /**
   * Checks one key and says what it grants, or why it is refused. Synchronous; it asks nobody.
   *
   * The pin decides: a key is accepted when SHA-256 of its text is in the set, and what it says is believed only then.
   *
   * @param credential - The key alone, without `Bearer`; undefined or empty where none was sent.
   * @returns `accepted: true` and the key; or `accepted: false` with a code. Of several reasons the first of these is given:
   *   `key_missing`, `set_stale`, `token_malformed` (or `token_truncated`, `key_id_malformed`), `issuer_unknown`, `key_unknown`,
   *   `claims_refused`, `key_expired`, `audience_mismatch`, `insufficient_scope`. It never throws for what was sent.
   * @throws {@link VerifierError} `options_invalid` for `scopes` that are no list: a mistake of the program.
   */
  check(credential: string | undefined, options?: CheckOptions): CheckResult<Claims>;
}

/** A checker with sets of its own, kept up to date. */
export interface Verifier<Claims = JsonObject> extends KeyChecker<Claims> {
  /** Whether there is a set that is fresh enough to answer from. */
  readonly fresh: boolean;
  /**
   * Waits until keys of every issuer can be checked.
   *
   * @param timeoutSeconds - 0 to 86,400, 30 unless set. The verifier goes on trying whatever comes of this.
   * @throws {@link VerifierError} `not_ready`; `misconfigured` as soon as an answer shows that an option is wrong; `options_invalid` for
   *   another time.
   */
  ready(timeoutSeconds?: number): Promise<void>;
  /**
   * Waits until each issuer has been asked once, so that a program can end at its start where an option is wrong. An authority that cannot
   * be reached yet is no mistake.
   *
   * @param timeoutSeconds - 0 to 86,400, 5 unless set. Whoever is silent for longer is taken for one that cannot be reached yet.
   * @throws {@link VerifierError} `misconfigured`; `options_invalid` for another time.
   */
  asked(timeoutSeconds?: number): Promise<void>;
  /** How it stands with each issuer. */
  status(): IssuerStatus[];
  /**
   * What a worker thread gives to `attachVerifier`. Each result serves one thread.
   *
   * @example
   * const shared = verifier.share();
   * new Worker(file, { workerData: shared, transferList: shared.transferList });
   */
  share(): SharedVerifier;
  /** Stops following. Every key is refused afterwards, in attached threads as well. */
  close(): Promise<void>;
}

const READY_SECONDS = 30;
const ASKED_SECONDS = 5;

/**
 * Starts a verifier. It returns at once and fetches the sets meanwhile; until they are there, every key is refused with `set_stale`.
 *
 * With `readClaims` the producer's own claims have his own type. There is no other way to that type: one that is only asserted is
 * wrong for the first key that was issued otherwise.
 *
 * @throws {@link VerifierError} `options_invalid`. Never for network failures.
 */
export function createVerifier<Claims>(options: VerifierOptions & ClaimsOptions<Claims>): Verifier<Claims>;
export function createVerifier(options: VerifierOptions): Verifier;
export function createVerifier(
  options: VerifierOptions & Partial<ClaimsOptions<unknown>>,
): Verifier<unknown> {
  assertNode();
  const { issuers, audiences, cachedKeys, readClaims, ...common } = readOptions(options);
  const clock = new UptimeClock();
  const followed = issuers.map((issuer) => new FollowedIssuer(issuer, common, clock));
  const checker = new Checker({
    sets: followed.map(({ checked }) => checked),
    audiences,
    clock,
    cachedKeys,
    readClaims,
  });
  return {
    check: (credential, checkOptions) => checker.check(credential, checkOptions),
    get fresh() {
      return checker.fresh;
    },
    ready: async (timeoutSeconds = READY_SECONDS) => allReady(followed, readyTime(timeoutSeconds)),
    asked: async (timeoutSeconds = ASKED_SECONDS) => allAsked(followed, readyTime(timeoutSeconds)),
    status: () => followed.map((one) => one.status()),
    share() {
      const sets = followed.map((one) => one.share());
      return {
        sets,
        audiences,
        cachedKeys,
        transferList: sets.map(({ pins }) => pins.port),
      };
    },
    async close() {
      await Promise.all(followed.map((one) => one.close()));
    },
  };
}

async function allReady(followed: readonly FollowedIssuer[], timeoutSeconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(notReady(followed, timeoutSeconds)), timeoutSeconds * 1000);
  });
  try {
    const mistaken = Promise.race(followed.map(({ firstWord }) => firstWord.mistaken));
    const mistake = await Promise.race([Promise.all(followed.map(({ ready }) => ready)), mistaken, late]);
    if (mistake instanceof VerifierError) throw mistake;
  } finally {
    clearTimeout(timer);
  }
}

async function allAsked(followed: readonly FollowedIssuer[], timeoutSeconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutSeconds * 1000);
  });
  const words = await Promise.all(followed.map(({ firstWord }) => Promise.race([firstWord.heard, late])));
  clearTimeout(timer);
  const mistake = words.find((word) => word !== undefined);
  if (mistake !== undefined) throw mistake;
}

function notReady(followed: readonly FollowedIssuer[], timeoutSeconds: number): VerifierError {
  const waiting = followed.map((one) => one.status()).find(({ fresh }) => !fresh);
  const reason = waiting?.lastError?.message ?? 'It has not answered yet.';
  return new VerifierError(
    'not_ready',
    `No key set of ${waiting?.issuer ?? 'an issuer'} after ${timeoutSeconds} s. ${reason}`,
  );
}
