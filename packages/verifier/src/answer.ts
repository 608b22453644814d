/** What an answer is made of: a {@link Refusal}, or a problem of whoever stands before the API. */
export interface Problem {
  /** Of a closed list; a program decides by it. */
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** What happened, and what to do next. It holds nothing of what was sent. */
  readonly detail: string;
  /** `error` of RFC 6750 §3.1; none where no key was sent. */
  readonly bearerError?: string;
  /** The scopes that were asked for. */
  readonly scopes?: readonly string[];
}

/** A problem as HTTP. */
export interface ProblemAnswer {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** A problem of RFC 9457, JSON. */
  readonly body: string;
}

const REALM = 'lostwax';
/** Within which a verifier has usually heard again, in seconds. */
const RETRY_SECONDS = '1';

const answers = new WeakMap<Problem, ProblemAnswer>();

/** The answer for a refusal or another problem: the same in every adapter and in the gate (spec/errors.md). It is made once for each. */
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
      // Whether a key is good changes from one moment to the next; RFC 9110 §11.6.1 lets caches keep a 401 otherwise.
      'cache-control': 'no-store',
      'content-length': `${Buffer.byteLength(body)}`,
      ...((status === 401 || status === 403) && { 'www-authenticate': challenge(problem, scope) }),
      ...(status === 503 && { 'retry-after': RETRY_SECONDS }),
    },
    body,
  };
}

/** RFC 6750 §3. Scopes hold neither quotes nor backslashes (RFC 6749 §3.3), so that they may stand between quotes as they are. */
function challenge({ bearerError }: Problem, scope: string | undefined): string {
  const parts = [`Bearer realm="${REALM}"`];
  if (bearerError !== undefined) parts.push(`error="${bearerError}"`);
  if (scope) parts.push(`scope="${scope}"`);
  return parts.join(', ');
}
