import { type ErrorCode, ProblemError, UnreachableError } from '@lostwax/client';
import type { Texts } from '../texts/texts.ts';

/** The code of a refusal; `undefined` of anything else, such as a lost connection. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof ProblemError ? error.code : undefined;
}

/** There is no session to send a request with: the page around the element gave none. */
export class SessionUnavailable extends Error {
  override readonly name = 'SessionUnavailable';
}

export function isLostConnection(error: unknown): boolean {
  return error instanceof UnreachableError && !isSessionUnavailable(error);
}

/** The client sees a request that never left as one that did not arrive; its cause tells them apart. */
function isSessionUnavailable(error: Error): boolean {
  return error.cause instanceof SessionUnavailable;
}

/**
 * An error in the reader's language: what happened and what to do next. A code without words of its own keeps the authority's,
 * which are English; what is no refusal has no words that would help, and its request id goes to whoever is asked.
 */
export function wordsFor(error: unknown, texts: Texts): string {
  if (isLostConnection(error)) return texts.errors.unreachable;
  if (error instanceof UnreachableError) return texts.session.endedElement;
  if (!(error instanceof ProblemError)) return texts.errors.unknown;
  const own = (texts.errors.codes as Readonly<Partial<Record<ErrorCode, string>>>)[error.code];
  return own ?? error.detail ?? texts.errors.internal(error.requestId);
}
