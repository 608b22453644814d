import type { RunningAuthority } from '../../tools/testing/authority.ts';

/** Longer than an authority waits for its database in the worst case. */
const ANSWER_LIMIT_MS = 90_000;
/** What an answer says if the authority is certain that it changed nothing. */
const NOTHING_CHANGED = /nothing was changed|accepts no more changes/;
/** The codes of answers if a key has expired by the authority's clock, or would be created expired. Nothing was changed. */
const TOO_LATE = new Set(['key_ended', 'expiry_not_allowed']);

/** What a client knows after a request: the answer, that nothing was changed (`late`: because a key has expired), or nothing at all. */
export type Heard = { readonly answer: unknown } | 'refused' | 'late' | 'unanswered';

/**
 * Asks an authority to change something.
 *
 * @param path - Within the workspace.
 * @throws Error if the request was refused for a reason that no fault explains.
 */
export async function request(
  authority: RunningAuthority,
  path: string,
  body: object,
  method: 'POST' | 'PATCH' = 'POST',
): Promise<Heard> {
  let status: number;
  let text: string;
  try {
    const answer = await fetch(`${authority.url}/v1/workspaces/acme${path}`, {
      method,
      headers: { authorization: `Bearer ${authority.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    status = answer.status;
    text = await answer.text();
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') throw new Error(`No answer within 90 s: ${path}`);
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    return code === 'ECONNREFUSED' ? 'refused' : 'unanswered';
  }
  if (status < 300) return { answer: JSON.parse(text) };
  if (status === 503) return NOTHING_CHANGED.test(text) ? 'refused' : 'unanswered';
  if (status < 500 && TOO_LATE.has((JSON.parse(text) as { readonly code: string }).code)) return 'late';
  throw new Error(`${path} was answered ${status}: ${text}\n${authority.program.output()}`);
}
