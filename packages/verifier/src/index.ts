export { fingerprintOfSocket, isCertificateBound } from './access-tokens/certificate.ts';
export type { SentProof } from './access-tokens/dpop.ts';
export type { Possession } from './access-tokens/possession.ts';
export { type ProvenRequest, proofIn, sentProof } from './access-tokens/sent-proof.ts';
export { type Problem, type ProblemAnswer, problemAnswer } from './answer.ts';
export type { CacheErrorCode } from './cache/cache-error.ts';
export { checkWithFetch } from './check-with-fetch.ts';
export type { Acceptance, CheckOptions, CheckResult, ReadClaims } from './checker.ts';
export {
  type CredentialReader,
  credentialReader,
  type KeyPlaces,
  type SentCredential,
  type SentKey,
} from './credential.ts';
export { type Diagnosis, diagnose } from './diagnose.ts';
export { VerifierError, type VerifierErrorCode } from './errors.ts';
export type { IssuerStatus, VerifierEvent } from './events.ts';
export { mayBeElsewhere, type Verdict } from './fallback/elsewhere.ts';
export { createFallback, type Fallback, type FallbackResult } from './fallback/fallback.ts';
export {
  type FallbackIssuer,
  type FallbackOptions,
  isFallbackUrl,
  isHeaderName,
} from './fallback/options.ts';
export { fallbackUnavailable } from './fallback/settle.ts';
export { type FollowedKeys, type FollowKeysOptions, followKeys, type KeyListener } from './follow-keys.ts';
export type { FeedErrorCode } from './follower/feed-error.ts';
export type { EarlyReader } from './follower/snapshot.ts';
export { issuerMistake } from './issuer-mistake.ts';
export type { CheckedKey } from './key.ts';
export { type KnownSet, readKnownSet, readKnownSets, readPublishedSet } from './known-sets.ts';
export type { ClaimsOptions, IssuerOptions, VerifierOptions } from './options.ts';
export { withoutQuery } from './query-key.ts';
export {
  lacksScopes,
  type Refusal,
  type RefusalCode,
  type RefusalRow,
  refusal,
  refusalTable,
} from './refusals.ts';
export { type AttachedVerifier, attachVerifier } from './share.ts';
export type { SharedSet, SharedVerifier } from './shared.ts';
export { type CertificateChecker, createVerifier, type KeyChecker, type Verifier } from './verifier.ts';
