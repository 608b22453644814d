import { mapNow, type Now } from '@lostwax/contract';
import {
  type CertificateChecker,
  type CheckedKey,
  type CheckOptions,
  type CheckResult,
  type CredentialReader,
  checkWithFetch,
  isCertificateBound,
  type KeyChecker,
  lacksScopes,
  mayBeElsewhere,
  type Refusal,
  refusal,
  type SentCredential,
  type SentKey,
  sentProof,
  type Verdict,
} from '@lostwax/verifier';
import type { CountedCode } from '../problems.ts';
import { type Answer, problem, refused } from './answers.ts';
import type { CertificateOf } from './certificate.ts';
import type { Cors } from './cors.ts';
import { type OpenReason, type OpenSettings, openTo, type Seen } from './open-rules.ts';

/** Called for each accepted key. Must be fast and must not throw. */
export type Uses = (key: CheckedKey) => void;

/** Called for each answer. Must be fast and must not throw. */
export type Count = (code: CountedCode) => void;

/** What each entry point of the gate checks with. */
export interface Judge {
  readonly checker: KeyChecker & CertificateChecker;
  readonly reader: CredentialReader;
  readonly certificateOf: CertificateOf;
  /** Where clients reach the API, for proofs of access tokens; undefined if unknown. */
  readonly origin: string | undefined;
  readonly open: OpenSettings;
  readonly cors: Cors;
  readonly count: Count;
  readonly uses: Uses;
  /** Asks another system about a key; undefined if there is none. */
  readonly elsewhere: ((sent: SentKey) => Promise<Verdict>) | undefined;
}

/** The certificate of a request without a key as text. */
export interface SentCertificate {
  /** SHA-256 of its DER. */
  readonly fingerprint: Uint8Array;
}

const bothSent: Refusal = Object.freeze({
  ...refusal('key_repeated'),
  detail:
    'The request has a client certificate and a key in a header, so the caller is ambiguous. Send one of them.',
});

/** An access token that is bound to the certificate that came with it. */
export interface SentWithCertificate extends SentKey {
  /** SHA-256 of the DER of the certificate. */
  readonly certificateFingerprint: Uint8Array;
}

/** How a request identifies its caller, or why it doesn't. */
export type SentIdentity = SentCredential | SentCertificate | SentWithCertificate;

/**
 * Adds the certificate of a request to what was read from its headers. Only an access token that is bound to a
 * certificate may come beside one.
 */
export function withCertificate(sent: SentCredential, fingerprint: Uint8Array | undefined): SentIdentity {
  if (fingerprint === undefined) return sent;
  if ('credential' in sent)
    return isCertificateBound(sent.credential) ? { ...sent, certificateFingerprint: fingerprint } : bothSent;
  return sentNone(sent) ? { fingerprint } : sent;
}

/** A request that is let through without a key. */
export interface Passage {
  readonly open: OpenReason;
}

/** The key of a request, that it may pass without one, or the answer that refuses it. */
export type Judged = CheckedKey | Passage | Answer;

/**
 * Judges a request and counts the result. The result is immediate unless the key that signed an access token
 * must be fetched first, which takes five seconds at most.
 */
export function judge(judging: Judge, sent: SentIdentity, options: CheckOptions, seen: Seen): Now<Judged> {
  const { checker, origin } = judging;
  const settled = (result: CheckResult): Judged => settle(judging, sent, result, seen);
  if ('credential' in sent) {
    const own = withPossession(options, sent, seen, origin);
    const checked = checkWithFetch(checker, sent.credential, own);
    const { elsewhere } = judging;
    if (elsewhere === undefined || sent.isDpop || 'certificateFingerprint' in sent)
      return mapNow(checked, settled);
    return mapNow(checked, (result) =>
      mayBeElsewhere(sent.credential, result)
        ? elsewhere(sent).then((verdict) => settleElsewhere(judging, verdict, options, () => settled(result)))
        : settled(result),
    );
  }
  return settled('fingerprint' in sent ? checker.checkFingerprint(sent.fingerprint, options) : sent);
}

/** Adds the proofs that came with an access token. */
function withPossession(
  options: CheckOptions,
  sent: SentKey | SentWithCertificate,
  seen: Seen,
  origin: string | undefined,
): CheckOptions {
  const { method, target } = seen;
  const own = sent.isDpop
    ? { ...options, dpop: sentProof({ proof: seen.proof(), method, target, origin }) }
    : options;
  return 'certificateFingerprint' in sent
    ? { ...own, certificateFingerprint: sent.certificateFingerprint }
    : own;
}

function settle({ open, count, uses }: Judge, sent: SentIdentity, result: CheckResult, seen: Seen): Judged {
  if (!result.accepted) {
    const reason = openTo(open, seen);
    // A key is checked on an open path too: a caller that sends one wants to be identified. A certificate
    // belongs to the connection, so the caller did not choose to send it with this request.
    if (reason === 'preflight' || (reason === 'path' && ('fingerprint' in sent || sentNone(sent)))) {
      count('open');
      return { open: reason };
    }
    count(result.code);
    return refused(result);
  }
  count('accepted');
  uses(result.key);
  return result.key;
}

/** Scopes are required as for our own keys. Usage isn't counted: there is no key to count it for. */
function settleElsewhere(
  { count }: Judge,
  verdict: Verdict,
  { scopes = [] }: CheckOptions,
  otherwise: () => Judged,
): Judged {
  if (verdict === 'refused') return otherwise();
  if (verdict === 'unavailable') {
    count('fallback_unavailable');
    return problem('fallback_unavailable');
  }
  const missing = scopes.some((scope) => !verdict.scopes.includes(scope));
  count(missing ? 'insufficient_scope' : 'accepted');
  return missing ? refused(lacksScopes(scopes)) : verdict;
}

const codesOfNone: ReadonlySet<string> = new Set(['key_missing', 'scheme_unknown', 'key_misplaced']);

/**
 * Whether `Authorization` is meant for the upstream: the key was in another header, or the scheme is another
 * one.
 */
export function keepsAuthorization(sent: SentCredential): boolean {
  return 'header' in sent ? sent.header !== 'authorization' : sentNone(sent);
}

/**
 * `Authorization` with another scheme, such as one for signing in, is not a key. Neither is text that looks
 * like a key in a header where keys are not read: tokens of other services begin the same way, and browsers
 * send them as cookies.
 */
function sentNone(sent: SentCredential): boolean {
  return !('credential' in sent) && codesOfNone.has(sent.code);
}
