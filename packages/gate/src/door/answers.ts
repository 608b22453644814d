import { type CheckedKey, type Problem, problemAnswer } from '@lostwax/verifier';
import { type AnswerCode, type CountedCode, problemTable } from '../problems.ts';
import { type Identity, identityOf, identityOfNobody } from './identity.ts';
import type { OpenReason } from './open-rules.ts';

/** An answer that is ready to send. */
export interface Answer {
  readonly code: CountedCode;
  readonly status: number;
  /** Names and values in turn, as `writeHead` accepts them. */
  readonly headers: readonly string[];
  readonly body: string;
}

const accepted = new WeakMap<CheckedKey, Answer>();

/** 200 with the identity of the key. */
export function acceptance(key: CheckedKey): Answer {
  let answer = accepted.get(key);
  if (answer === undefined) {
    answer = passing('accepted', identityOf(key));
    accepted.set(key, answer);
  }
  return answer;
}

const opened: Readonly<Record<OpenReason, Answer>> = {
  preflight: passing('open', identityOfNobody('preflight')),
  path: passing('open', identityOfNobody('path')),
};

/** 200 without an identity. */
export function passage(reason: OpenReason): Answer {
  return opened[reason];
}

function passing(code: CountedCode, identity: Identity): Answer {
  const headers = [...identity.flat(), 'cache-control', 'no-store', 'content-length', '0'];
  return { code, status: 200, headers, body: '' };
}

const refusing = new WeakMap<Problem, Answer>();

/** The verifier's refusal, or one of the gate's own problems. */
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

/** One of the gate's own problems. */
export function problem(code: keyof typeof problemTable): Answer {
  return own.get(code) as Answer;
}
