import type { CheckedKey, Refusal } from '@lostwax/verifier';
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

const problems = new Map<string, Answer>();

/** A problem of the gate's own. */
export function problem(code: keyof typeof problemTable): Answer {
  return kept(code, () => render({ code, ...problemTable[code] }));
}

/** The verifier's refusal as an answer: RFC 9457, and RFC 6750 §3 for whoever asks how to authenticate. */
export function refused(refusal: Refusal): Answer {
  if (refusal.scopes !== undefined) return render({ ...refusal, scope: refusal.scopes.join(' ') });
  return kept(refusal.code, () => render(refusal));
}

function kept(code: string, make: () => Answer): Answer {
  let answer = problems.get(code);
  if (answer === undefined) {
    answer = make();
    problems.set(code, answer);
  }
  return answer;
}

interface Said {
  readonly code: AnswerCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly bearerError?: string;
  readonly scope?: string;
}

function render({ code, status, title, detail, bearerError, scope }: Said): Answer {
  const body = JSON.stringify({
    type: `urn:lostwax:problem:${code}`,
    title,
    status,
    code,
    detail,
    ...(scope !== undefined && { scope }),
  });
  const headers = ['content-type', 'application/problem+json', 'cache-control', 'no-store'];
  headers.push('content-length', `${Buffer.byteLength(body)}`);
  if (status === 401 || status === 403) headers.push('www-authenticate', challenge(bearerError, scope));
  if (status === 503) headers.push('retry-after', '1');
  return { code, status, headers, body };
}

/** Scopes hold neither quotes nor backslashes (RFC 6749 §3.3), so that they may stand between quotes as they are. */
function challenge(error: string | undefined, scope: string | undefined): string {
  return `Bearer realm="lostwax"${error === undefined ? '' : `, error="${error}"`}${scope === undefined ? '' : `, scope="${scope}"`}`;
}
