import { isKeyId, type JsonObject, readOpaqueKey, TOKEN_BEGIN } from '@lostwax/core';
import type { CheckResult } from '../checker.ts';
import type { CheckedKey } from '../key.ts';

/** What another system says about a key: who the caller is, that it refuses the key, or nothing right now. */
export type Verdict<Claims = JsonObject> = CheckedKey<Claims> | 'refused' | 'unavailable';

/** Refusals that only say that the key is in no set. */
const unknown: ReadonlySet<string> = new Set([
  'key_unknown',
  'token_malformed',
  'token_truncated',
  'key_id_malformed',
]);

/**
 * Whether another system may know the key: it is in no set and doesn't look like one of ours. A key of ours that has
 * ended must not be accepted elsewhere.
 */
export function mayBeElsewhere(credential: string, result: CheckResult<unknown>): boolean {
  if (result.accepted || !unknown.has(result.code)) return false;
  if (credential.startsWith(TOKEN_BEGIN) || isKeyId(credential)) return false;
  const own = readOpaqueKey(credential);
  return own !== 'whole' && own !== 'client_secret';
}
