import type { Refusal } from './refusals.ts';

/** A refusal as HTTP. */
export interface RefusalAnswer {
  readonly status: 401 | 403 | 503;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** A problem of RFC 9457, JSON. */
  readonly body: string;
}

const REALM = 'lostwax';
/** Within which a verifier has usually heard again, in seconds. */
const RETRY_SECONDS = '1';

const answers = new WeakMap<Refusal, RefusalAnswer>();

/** The answer for a refusal: the same in every adapter and in the gate (spec/errors.md). */
export function refusalAnswer(refused: Refusal): RefusalAnswer {
  let answer = answers.get(refused);
  if (answer === undefined) {
    answer = makeAnswer(refused);
    answers.set(refused, answer);
  }
  return answer;
}

function makeAnswer(refused: Refusal): RefusalAnswer {
  const { code, status, title, detail, scopes } = refused;
  const scope = scopes?.join(' ');
  const problem = {
    type: `urn:lostwax:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...(scope && { scope }),
  };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      // Whether a key is good changes from one moment to the next; RFC 9110 §11.6.1 lets caches keep a 401 otherwise.
      'cache-control': 'no-store',
      ...(status === 503
        ? { 'retry-after': RETRY_SECONDS }
        : { 'www-authenticate': challenge(refused, scope) }),
    },
    body: JSON.stringify(problem),
  };
}

/** RFC 6750 §3. */
function challenge({ bearerError }: Refusal, scope: string | undefined): string {
  const parts = [`Bearer realm="${REALM}"`];
  if (bearerError !== undefined) parts.push(`error="${bearerError}"`);
  if (scope) parts.push(`scope="${scope}"`);
  return parts.join(', ');
}
