import type { CheckedKey, CheckOptions, KeyChecker, SentCredential } from '@lostwax/verifier';
import type { AnswerCode } from '../problems.ts';
import { type Answer, refused } from './answers.ts';

/** Told of each accepted key. It must be quick, and must not throw. */
export type Uses = (key: CheckedKey) => void;

/** Told of each answer. It must be quick, and must not throw. */
export type Count = (code: 'accepted' | AnswerCode) => void;

/** What each door of the gate checks with. */
export interface Judge {
  readonly checker: KeyChecker;
  readonly count: Count;
  readonly uses: Uses;
}

/** The key of a credential, or the answer that refuses it. What comes of it is counted. */
export function judge(
  { checker, count, uses }: Judge,
  sent: SentCredential,
  options: CheckOptions,
): CheckedKey | Answer {
  const result = 'credential' in sent ? checker.check(sent.credential, options) : sent;
  if (!result.accepted) {
    count(result.code);
    return refused(result);
  }
  count('accepted');
  uses(result.key);
  return result.key;
}
