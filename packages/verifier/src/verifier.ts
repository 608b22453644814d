import type { JsonObject } from '@lostwax/core';
import { Checker, type CheckOptions, type CheckResult } from './checker.ts';
import { VerifierError } from './errors.ts';
import type { IssuerStatus } from './events.ts';
import { allHeard } from './first-word.ts';
import { FollowedIssuer } from './followed-issuer.ts';
import { assertNode } from './node-version.ts';
import type { ClaimsOptions, VerifierOptions } from './options.ts';
import { readOptions, readyTime } from './read-options.ts';
import type { SharedVerifier } from './shared.ts';
import { UptimeClock } from './uptime-clock.ts';

/** Checks keys. The part that adapters need: a `Verifier`, or one attached in another thread. */
export interface KeyChecker<Claims = JsonObject> {
  /**
   * Checks one key and returns what it grants, or why it is refused. Synchronous, without network access.
   *
   * A key is accepted if the SHA-256 of its text is in the set; what the key says is trusted only after that.
   *
   * @param credential - The key without `Bearer`; undefined or empty if none was sent.
   * @returns `accepted: true` and the key, or `accepted: false` and a code, the first that applies:
   *   `key_missing`, `set_stale`, `token_malformed` (or `token_truncated`, `key_id_malformed`),
   *   `client_secret_sent`, `issuer_unknown`, `key_unknown`, `signer_unknown`, `claims_refused`, `key_expired`,
   *   `audience_mismatch`, `insufficient_scope`. No input makes it throw.
   * @throws {@link VerifierError} `options_invalid` if `scopes` is not an array, which is a mistake in the
   *   program.
   */
  check(credential: string | undefined, options?: CheckOptions): CheckResult<Claims>;
  /**
   * Fetches the keys that sign access tokens of OAuth clients. Call it after a check that returned
   * `signer_unknown`, then check once more. Adapters do this themselves. Each issuer is asked at most once a
   * second, concurrent callers share the request, and it takes five seconds at most.
   *
   * @param credential - The access token that was refused. It names the issuer.
   * @returns When the request has ended, whether it succeeded or not. It never throws.
   */
  refreshSigners(credential: string): Promise<void>;
}

/** Checks client certificates (spec/certificate.md). Needs the full feed: the public one has none. */
export interface CertificateChecker<Claims = JsonObject> {
  /**
   * Checks the certificate that a client presented in a TLS handshake, and returns what it grants or why it is
   * refused. Synchronous, without network access.
   *
   * A certificate is public: pass only one whose private key the TLS connection has proven. Its issuer and
   * dates are ignored; the key's record decides.
   *
   * @param der - At most 65,536 bytes; undefined if the client presented none.
   * @returns As {@link KeyChecker.check}, with the codes `key_missing`, `set_stale`, `token_malformed`,
   *   `key_unknown`, `claims_refused`, `key_expired`, `audience_mismatch`, `insufficient_scope`.
   * @throws {@link VerifierError} `options_invalid` if `scopes` is not an array.
   * @example const result = verifier.checkCertificate(request.socket.getPeerX509Certificate()?.raw);
   */
  checkCertificate(der: Uint8Array | undefined, options?: CheckOptions): CheckResult<Claims>;
  /**
   * The same for a certificate of which only the SHA-256 of its DER is known, such as from a proxy that
   * terminates TLS.
   *
   * @param fingerprint - 32 bytes.
   */
  checkFingerprint(fingerprint: Uint8Array | undefined, options?: CheckOptions): CheckResult<Claims>;
}

/** A checker that keeps its own sets up to date. */
export interface Verifier<Claims = JsonObject> extends KeyChecker<Claims>, CertificateChecker<Claims> {
  /** Whether there is a set that is fresh enough to answer from. */
  readonly fresh: boolean;
  /**
   * Waits until keys of every issuer can be checked. The verifier keeps trying even if this fails.
   *
   * @param timeoutSeconds - 0 to 86,400. Default: 30.
   * @throws {@link VerifierError} `not_ready` on timeout; `misconfigured` as soon as an answer shows that an
   *   option is wrong; `options_invalid` for an invalid timeout.
   */
  ready(timeoutSeconds?: number): Promise<void>;
  /**
   * Waits for a first answer from each issuer, so that a program can exit at startup if an option is wrong.
   * An authority that cannot be reached yet is not an error.
   *
   * @param timeoutSeconds - 0 to 86,400. Default: 5. An authority that does not answer in this time counts as
   *   not reachable yet.
   * @throws {@link VerifierError} `misconfigured`; `options_invalid` for an invalid timeout.
   */
  asked(timeoutSeconds?: number): Promise<void>;
  /** The status of each issuer. */
  status(): IssuerStatus[];
  /**
   * Writes the set of an issuer to a new file with mode 0600, as a snapshot (spec/feed.md §3): evidence for a restore of the
   * authority. However old the set is; it is written while it keeps changing.
   *
   * @returns False if there is no set yet, or no such issuer.
   * @throws What node:fs throws.
   */
  writeSnapshot(issuer: string, path: string): Promise<boolean>;
  /**
   * Returns what a worker thread passes to `attachVerifier`. Each result serves one thread.
   *
   * @example
   * const shared = verifier.share();
   * new Worker(file, { workerData: shared, transferList: shared.transferList });
   */
  share(): SharedVerifier;
  /** Stops following the feeds. Every key is refused afterwards, in attached threads too. */
  close(): Promise<void>;
}

const READY_SECONDS = 30;
const ASKED_SECONDS = 5;

/**
 * Starts a verifier. It returns immediately and fetches the sets in the background. Until they have arrived,
 * every key is refused with `set_stale`.
 *
 * With `readClaims` the producer's own claims are typed. There is no other way to set that type, because a
 * mere type assertion would be wrong for the first key issued with other claims.
 *
 * @throws {@link VerifierError} `options_invalid`. Never for network failures.
 * @example
 * const verifier = createVerifier({ issuers: ['https://keys.example.com/acme'] });
 * await verifier.ready();
 * const result = verifier.check(token, { scopes: ['orders:read'] });
 * if (result.accepted) console.log(result.key.subject);
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
    refreshSigners: (credential) => checker.refreshSigners(credential),
    checkCertificate: (der, checkOptions) => checker.checkCertificate(der, checkOptions),
    checkFingerprint: (fingerprint, checkOptions) => checker.checkFingerprint(fingerprint, checkOptions),
    get fresh() {
      return checker.fresh;
    },
    ready: async (timeoutSeconds = READY_SECONDS) => allReady(followed, readyTime(timeoutSeconds)),
    asked: async (timeoutSeconds = ASKED_SECONDS) =>
      allHeard(
        followed.map(({ firstWord }) => firstWord),
        readyTime(timeoutSeconds),
      ),
    status: () => followed.map((one) => one.status()),
    writeSnapshot: async (issuer, path) =>
      (await followed.find(({ checked }) => checked.issuer === issuer)?.writeSnapshot(path)) ?? false,
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

function notReady(followed: readonly FollowedIssuer[], timeoutSeconds: number): VerifierError {
  const waiting = followed.map((one) => one.status()).find(({ fresh }) => !fresh);
  const reason = waiting?.lastError?.message ?? 'It has not answered yet.';
  return new VerifierError(
    'not_ready',
    `No key set of ${waiting?.issuer ?? 'an issuer'} after ${timeoutSeconds} s. ${reason}`,
  );
}
