import type { Now } from '@lostwax/contract';
import type { CheckOptions, CheckResult } from './checker.ts';
import type { KeyChecker } from './verifier.ts';

/**
 * Checks a key as {@link KeyChecker.check} does. If the key that signed an access token is unknown, calls
 * {@link KeyChecker.refreshSigners} and checks once more.
 *
 * @returns The result itself unless something had to be fetched.
 */
export function checkWithFetch<Claims>(
  checker: KeyChecker<Claims>,
  credential: string,
  options?: CheckOptions,
): Now<CheckResult<Claims>> {
  const result = checker.check(credential, options);
  if (result.accepted || result.code !== 'signer_unknown') return result;
  return checker.refreshSigners(credential).then(() => checker.check(credential, options));
}
