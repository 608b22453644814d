import { redact } from '../web/redact.ts';

/**
 * Why the sign-in failed; the sign-in page has a sentence for each.
 *
 * - `cancelled`: the person or the provider declined.
 * - `expired`: this browser didn't begin this sign-in, or began it more than ten minutes ago.
 * - `failed`: the provider's response can't be trusted.
 * - `unavailable`: the provider can't be reached, or doesn't know this authority.
 * - `unknown`: this person has no role.
 * - `unverified`: the provider hasn't verified that the address is the person's.
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

/** Thrown when a sign-in fails; the cause is for the log. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/**
 * Describes why a sign-in failed, for the log: messages and codes only. Other members of these
 * errors contain codes, tokens and personal data.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  const cause = error.cause instanceof Error ? `: ${reasonOf(error.cause)}` : '';
  return redact(`${error.message}${code}${cause}`);
}
