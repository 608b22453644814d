import { PROOF_ALGORITHMS } from '@lostwax/contract';

/** What an answer is made from: a {@link Refusal}, or a problem of the server in front of the API. */
export interface Problem {
  /** One of a fixed set of codes, for programs to act on. */
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** What happened and what to do next. Contains nothing from the request. */
  readonly detail: string;
  /** The `error` attribute of RFC 6750 §3.1; absent if no key was sent. */
  readonly bearerError?: string;
  /** The scheme of the challenge. Default: `Bearer`. */
  readonly scheme?: 'DPoP';
  /** The scopes that the request needed. */
  readonly scopes?: readonly string[];
}

/** A problem as an HTTP answer. */
export interface ProblemAnswer {
  readonly status: number;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A problem document in JSON (RFC 9457). */
  readonly body: string;
}

const REALM = 'lostwax';
/** `Retry-After`, in seconds: a verifier usually reconnects within this time. */
const RETRY_SECONDS = '1';

const answers = new WeakMap<Problem, ProblemAnswer>();

/**
 * Returns the HTTP answer for a refusal or another problem, the same in every adapter and in the gate
 * (spec/errors.md). Each answer is built once and reused.
 *
 * @example
 * const result = verifier.check(token);
 * if (!result.accepted) {
 *   const { status, headers, body } = problemAnswer(result);
 *   return new Response(body, { status, headers });
 * }
 */
export function problemAnswer(problem: Problem): ProblemAnswer {
  let answer = answers.get(problem);
  if (answer === undefined) {
    answer = makeAnswer(problem);
    answers.set(problem, answer);
  }
  return answer;
}

function makeAnswer(problem: Problem): ProblemAnswer {
  const { code, status, title, detail, scopes } = problem;
  const scope = scopes?.join(' ');
  const type = `urn:lostwax:problem:${code}`;
  const body = JSON.stringify({ type, title, status, code, detail, ...(scope && { scope }) });
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      // A key's status can change at any moment, and RFC 9110 §11.6.1 would otherwise let caches store a 401.
      'cache-control': 'no-store',
      'content-length': `${Buffer.byteLength(body)}`,
      ...((status === 401 || status === 403) && { 'www-authenticate': challenge(problem, scope) }),
      ...(status === 503 && { 'retry-after': RETRY_SECONDS }),
    },
    body,
  };
}

/** RFC 6750 §3. Scopes contain no quotes or backslashes (RFC 6749 §3.3), so they need no escaping. */
function challenge({ bearerError, scheme }: Problem, scope: string | undefined): string {
  const parts = [`${scheme ?? 'Bearer'} realm="${REALM}"`];
  if (bearerError !== undefined) parts.push(`error="${bearerError}"`);
  if (scope) parts.push(`scope="${scope}"`);
  if (scheme === 'DPoP') parts.push(`algs="${PROOF_ALGORITHMS.join(' ')}"`);
  return parts.join(', ');
}
