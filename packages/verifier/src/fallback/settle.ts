import type { Problem } from '../answer.ts';
import type { CheckedKey } from '../key.ts';
import { lacksScopes } from '../refusals.ts';
import type { Verdict } from './elsewhere.ts';

/** The other system, or the authority that is asked first, gave no usable answer. */
export const fallbackUnavailable: Problem = Object.freeze({
  code: 'fallback_unavailable',
  status: 503,
  title: 'The key cannot be checked right now',
  detail:
    'The key is not in the key set, and the system that may still know it did not answer. Try again in a few seconds.',
});

/** Requires scopes of a key that the other system accepted, as of our own keys. */
export function settleVerdict<Claims>(
  verdict: Exclude<Verdict<Claims>, 'refused'>,
  scopes: readonly string[],
): CheckedKey<Claims> | Problem {
  if (verdict === 'unavailable') return fallbackUnavailable;
  const missing = scopes.some((scope) => !verdict.scopes.includes(scope));
  return missing ? lacksScopes(scopes) : verdict;
}
