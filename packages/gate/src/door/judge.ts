import type {
  CheckedKey,
  CheckOptions,
  CredentialReader,
  KeyChecker,
  SentCredential,
} from '@lostwax/verifier';
import type { CountedCode } from '../problems.ts';
import { type Answer, refused } from './answers.ts';
import type { Cors } from './cors.ts';
import { type OpenReason, type OpenSettings, openTo, type Seen } from './open-rules.ts';

/** Told of each accepted key. It must be quick, and must not throw. */
export type Uses = (key: CheckedKey) => void;

/** Told of each answer. It must be quick, and must not throw. */
export type Count = (code: CountedCode) => void;

/** What each door of the gate checks with. */
export interface Judge {
  readonly checker: KeyChecker;
  readonly reader: CredentialReader;
  readonly open: OpenSettings;
  readonly cors: Cors;
  readonly count: Count;
  readonly uses: Uses;
}

/** A request that passes without a key. */
export interface Passage {
  readonly open: OpenReason;
}

/** The key of a request, or that it passes without one, or the answer that refuses it. What comes of it is counted. */
export function judge(
  { checker, open, count, uses }: Judge,
  sent: SentCredential,
  options: CheckOptions,
  seen: Seen,
): CheckedKey | Passage | Answer {
  const result = 'credential' in sent ? checker.check(sent.credential, options) : sent;
  if (!result.accepted) {
    const reason = openTo(open, seen);
    // A key that was sent is judged on an open path too: whoever sends one wants to be known.
    if (reason === 'preflight' || (reason === 'path' && sentNone(sent))) {
      count('open');
      return { open: reason };
    }
    count(result.code);
    return refused(result);
  }
  count('accepted');
  uses(result.key);
  return result.key;
}

const codesOfNone: ReadonlySet<string> = new Set(['key_missing', 'scheme_unknown', 'key_misplaced']);

/** Whether `Authorization` is for the upstream: the key was elsewhere, or it has another scheme. */
export function keepsAuthorization(sent: SentCredential): boolean {
  return 'header' in sent ? sent.header !== 'authorization' : sentNone(sent);
}

/**
 * `Authorization` of another scheme, such as that of a sign-in, is no key. Nor is what looks like one where no key is read: tokens of other
 * services begin in the same way, and browsers send them as cookies.
 */
function sentNone(sent: SentCredential): boolean {
  return !('credential' in sent) && codesOfNone.has(sent.code);
}
