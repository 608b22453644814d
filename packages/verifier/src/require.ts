import { type ProblemAnswer, problemAnswer } from './answer.ts';
import type { CheckOptions } from './checker.ts';
import type { SentCredential } from './credential.ts';
import { VerifierError } from './errors.ts';
import type { CheckedKey } from './key.ts';
import type { KeyChecker } from './verifier.ts';

/** What a route asks of a key. */
export type RequireOptions = Pick<CheckOptions, 'scopes'>;

/** What comes of a request: the key, or the answer that is to be given instead. */
export type Requirement<Claims> =
  | { readonly key: CheckedKey<Claims>; readonly answer?: never }
  | { readonly key?: never; readonly answer: ProblemAnswer };

const scopeForm = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The one rule behind every adapter: checks the key of a request.
 *
 * @throws {@link VerifierError} `options_invalid` at once, not at a request, for what is no scope.
 */
export function keyRequirement<Claims>(
  verifier: KeyChecker<Claims>,
  { scopes = [] }: RequireOptions,
): (sent: SentCredential) => Requirement<Claims> {
  if (
    !Array.isArray(scopes) ||
    !scopes.every((scope) => typeof scope === 'string' && scopeForm.test(scope))
  ) {
    throw new VerifierError('options_invalid', '"scopes" must be a list of scopes, such as ["orders:read"].');
  }
  const options: CheckOptions = { scopes: [...scopes] };
  return (sent) => {
    const result = 'credential' in sent ? verifier.check(sent.credential, options) : sent;
    return result.accepted ? { key: result.key } : { answer: problemAnswer(result) };
  };
}
