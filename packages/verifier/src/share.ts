import type { JsonObject } from '@lostwax/core';
import { Signers } from './access-tokens/signers.ts';
import { type CheckedSet, Checker } from './checker.ts';
import { Freshness } from './freshness.ts';
import { assertNode } from './node-version.ts';
import type { ClaimsOptions } from './options.ts';
import { AttachedPins } from './pins/attached.ts';
import { readClaimsOption } from './read-options.ts';
import type { SharedVerifier } from './shared.ts';
import { UptimeClock } from './uptime-clock.ts';
import type { CertificateChecker, KeyChecker } from './verifier.ts';

/** A checker that uses the sets of another thread's verifier. */
export interface AttachedVerifier<Claims = JsonObject>
  extends KeyChecker<Claims>,
    CertificateChecker<Claims> {
  /** Whether there is a set that is fresh enough to answer from. */
  readonly fresh: boolean;
  /** Releases the sets. Every key is refused afterwards. */
  close(): void;
}

/**
 * Opens, in another thread, the result of `verifier.share()`. It sees every change as soon as the verifier
 * has applied it.
 *
 * @param options - `readClaims`, if the verifier has it: functions cannot be passed between threads.
 * @example
 * import { workerData } from 'node:worker_threads';
 * const verifier = attachVerifier(workerData);
 * const result = verifier.check(token);
 */
export function attachVerifier<Claims>(
  shared: SharedVerifier,
  options: ClaimsOptions<Claims>,
): AttachedVerifier<Claims>;
export function attachVerifier(shared: SharedVerifier): AttachedVerifier;
export function attachVerifier(
  { sets, audiences, cachedKeys }: SharedVerifier,
  { readClaims }: Partial<ClaimsOptions<unknown>> = {},
): AttachedVerifier<unknown> {
  assertNode();
  const clock = new UptimeClock();
  const attached = sets.map((set) => ({
    issuer: set.issuer,
    workspace: set.workspace,
    withRecords: set.withRecords,
    pins: new AttachedPins(set.pins),
    freshness: new Freshness(set.maxStaleSeconds, set.freshness),
    signers: set.withRecords ? new Signers(set.addresses) : undefined,
  })) satisfies CheckedSet[];
  const checker = new Checker({
    sets: attached,
    audiences,
    clock,
    cachedKeys,
    readClaims: readClaimsOption(readClaims),
  });
  return {
    check: (credential, options) => checker.check(credential, options),
    refreshSigners: (credential) => checker.refreshSigners(credential),
    checkCertificate: (der, checkOptions) => checker.checkCertificate(der, checkOptions),
    checkFingerprint: (fingerprint, checkOptions) => checker.checkFingerprint(fingerprint, checkOptions),
    get fresh() {
      return checker.fresh;
    },
    close() {
      for (const { pins, signers } of attached) {
        pins.close();
        signers?.close();
      }
    },
  };
}
