import { type RefusalAnswer, refusalAnswer } from './answer.ts';
import type { CheckOptions } from './checker.ts';
import { readCredential } from './credential.ts';
import { VerifierError } from './errors.ts';
import type { CheckedKey } from './key.ts';
import type { KeyChecker } from './verifier.ts';

/** What a route asks of a key. */
export type RequireOptions = Pick<CheckOptions, 'scopes'>;

/** What comes of a request: the key, or the answer that is to be given instead. */
export type Requirement =
  | { readonly key: CheckedKey; readonly answer?: never }
  | { readonly key?: never; readonly answer: RefusalAnswer };

const scopeForm = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The one rule behind every adapter: reads the key of a request and checks it.
 *
 * @throws {@link VerifierError} `options_invalid` at once, not at a request, for what is no scope.
 */
export function keyRequirement(
  verifier: KeyChecker,
  { scopes = [] }: RequireOptions,
): (authorization: string | undefined, apiKey: string | undefined) => Requirement {
  if (
    !Array.isArray(scopes) ||
    !scopes.every((scope) => typeof scope === 'string' && scopeForm.test(scope))
  ) {
    throw new VerifierError('options_invalid', '"scopes" must be a list of scopes, such as ["orders:read"].');
  }
  const options: CheckOptions = { scopes: [...scopes] };
  return (authorization, apiKey) => {
    const sent = readCredential(authorization, apiKey);
    const result = 'credential' in sent ? verifier.check(sent.credential, options) : sent;
    return result.accepted ? { key: result.key } : { answer: refusalAnswer(result) };
  };
}
