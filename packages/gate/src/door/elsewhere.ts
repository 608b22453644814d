import { isKeyId, readOpaqueKey, TOKEN_BEGIN } from '@lostwax/core';
import type { CheckedKey, CheckResult } from '@lostwax/verifier';

/** What another system says of a key: the caller, that it has no such key, or that nobody knows right now. */
export type Verdict = CheckedKey | 'refused' | 'unavailable';

/** Refusals that mean no more than: in no set. */
const unknown: ReadonlySet<string> = new Set([
  'key_unknown',
  'token_malformed',
  'token_truncated',
  'key_id_malformed',
]);

/**
 * Whether another system may know the key: it is in no set, and has no form of our own. Anyone with a key of ours
 * that ended must not be accepted elsewhere.
 */
export function mayBeElsewhere(credential: string, result: CheckResult): boolean {
  if (result.accepted || !unknown.has(result.code)) return false;
  if (credential.startsWith(TOKEN_BEGIN) || isKeyId(credential)) return false;
  const own = readOpaqueKey(credential);
  return own !== 'whole' && own !== 'client_secret';
}
