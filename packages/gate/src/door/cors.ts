import type { Answer } from './answers.ts';

/**
 * Adds CORS headers to one of the gate's own answers, for requests from a page's origin. `originOf` is called
 * only if needed, because Node parses headers lazily.
 */
export type Cors = (answer: Answer, originOf: () => string | undefined) => Answer;

/**
 * Lets pages of these origins read the gate's own refusals; `*` allows any. The upstream's answers carry
 * their own CORS headers.
 */
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
  // Keeps caches from serving the answer for one origin to another.
  const vary = allowed === '*' ? [] : ['vary', 'Origin'];
  if (allowed === undefined) return vary;
  return [
    ...vary,
    ...['access-control-allow-origin', allowed],
    ...['access-control-expose-headers', 'WWW-Authenticate, Retry-After'],
  ];
}
