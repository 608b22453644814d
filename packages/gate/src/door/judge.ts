import { type CheckedKey, type CheckOptions, type KeyChecker, refusal } from '@lostwax/verifier';
import type { AnswerCode } from '../problems.ts';
import { type Answer, problem, refused } from './answers.ts';
import type { Credential } from './credential.ts';

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
  credential: Credential,
  options: CheckOptions,
): CheckedKey | Answer {
  const answer = (made: Answer): Answer => {
    count(made.code);
    return made;
  };
  if (credential === 'key_repeated') return answer(problem(credential));
  if (credential === 'scheme_missing') {
    // Where nobody can say what is good, this is no time to teach: whoever asks must come again.
    const result = checker.check(undefined, options);
    const stale = !result.accepted && result.code === 'set_stale';
    return answer(refused(stale ? result : refusal('scheme_missing')));
  }
  const result = checker.check(credential?.key, options);
  if (!result.accepted) return answer(refused(result));
  count('accepted');
  uses(result.key);
  return result.key;
}
