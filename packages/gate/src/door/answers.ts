import { type CheckedKey, type Problem, problemAnswer } from '@lostwax/verifier';
import { type AnswerCode, problemTable } from '../problems.ts';
import { identityOf } from './identity.ts';

/** An answer that is ready to be sent. */
export interface Answer {
  readonly code: 'accepted' | AnswerCode;
  readonly status: number;
  /** Names and values in turn, as `writeHead` takes them. */
  readonly headers: readonly string[];
  readonly body: string;
}

const accepted = new WeakMap<CheckedKey, Answer>();

/** 200 with the identity of the key. */
export function acceptance(key: CheckedKey): Answer {
  let answer = accepted.get(key);
  if (answer === undefined) {
    const headers = [...identityOf(key).flat(), 'cache-control', 'no-store', 'content-length', '0'];
    answer = { code: 'accepted', status: 200, headers, body: '' };
    accepted.set(key, answer);
  }
  return answer;
}

const refusing = new WeakMap<Problem, Answer>();

/** The verifier's refusal, or a problem of the gate's own. */
export function refused(problem: Problem & { readonly code: AnswerCode }): Answer {
  let answer = refusing.get(problem);
  if (answer === undefined) {
    const { status, headers, body } = problemAnswer(problem);
    answer = { code: problem.code, status, headers: Object.entries(headers).flat(), body };
    refusing.set(problem, answer);
  }
  return answer;
}

const own = new Map(
  Object.entries(problemTable).map(([code, row]) => [
    code,
    refused({ code: code as keyof typeof problemTable, ...row }),
  ]),
);

/** A problem of the gate's own. */
export function problem(code: keyof typeof problemTable): Answer {
  return own.get(code) as Answer;
}
