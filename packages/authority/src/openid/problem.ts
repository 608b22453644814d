import { redact } from '../web/redact.ts';

/**
 * Why the sign-in failed; the sign-in page has a sentence for each.
 *
 * - `cancelled`: the person or the provider said no.
 * - `expired`: this browser has not begun this sign-in, or more than ten minutes ago.
 * - `failed`: the provider's answer is not to be believed.
 * - `unavailable`: the provider cannot be reached, or does not know this authority.
 * - `unknown`: this person has no role.
 * - `unverified`: the provider has not made sure that the address is the person's.
 * - `other_account`: the address belonged to another account of the provider when it was used
 * first.
 */
export type SignInProblem =
  | 'cancelled'
  | 'expired'
  | 'failed'
  | 'unavailable'
  | 'unknown'
  | 'unverified'
  | 'other_account';

/** Thrown where a sign-in ends; the cause is for the log. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/**
 * Why a sign-in failed, for the log: messages and codes alone. What hangs on these errors besides
 * are codes, tokens and what they say of
 * people.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  const cause = error.cause instanceof Error ? `: ${reasonOf(error.cause)}` : '';
  return redact(`${error.message}${code}${cause}`);
}
