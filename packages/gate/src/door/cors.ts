import type { Answer } from './answers.ts';

/** Puts CORS headers on an answer of the gate's own, for a page of an origin that is asked for only where it matters: Node reads headers late. */
export type Cors = (answer: Answer, originOf: () => string | undefined) => Answer;

/** Lets pages of these origins read the gate's own refusals; `*` stands for any. What the upstream answers carries its own headers. */
export function corsFor(origins: readonly string[]): Cors {
  if (origins.length === 0) return (answer) => answer;
  const any = origins.includes('*');
  const made = new WeakMap<Answer, Map<string, Answer>>();
  return (answer, originOf) => {
    const origin = originOf();
    const allowed = any ? '*' : origins.find((one) => one === origin);
    const known = made.get(answer) ?? new Map<string, Answer>();
    made.set(answer, known);
    let dressed = known.get(allowed ?? '');
    if (dressed === undefined) {
      dressed = { ...answer, headers: [...answer.headers, ...headersFor(allowed)] };
      known.set(allowed ?? '', dressed);
    }
    return dressed;
  };
}

function headersFor(allowed: string | undefined): string[] {
  // A cache must not give the answer for one origin to another.
  const vary = allowed === '*' ? [] : ['vary', 'Origin'];
  if (allowed === undefined) return vary;
  return [
    ...vary,
    ...['access-control-allow-origin', allowed],
    ...['access-control-expose-headers', 'WWW-Authenticate, Retry-After'],
  ];
}
