import { type ErrorCode, ProblemError, UnreachableError } from '@lostwax/client';
import type { Texts } from '../texts/texts.ts';

/** The code of a refusal; `undefined` of anything else, such as a lost connection. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof ProblemError ? error.code : undefined;
}

export function isLostConnection(error: unknown): boolean {
  return error instanceof UnreachableError;
}

/**
 * An error in the reader's language: what happened and what to do next. A code without words of its own keeps the authority's,
 * which are English; what is no refusal has no words that would help, and its request id goes to whoever is asked.
 */
export function wordsFor(error: unknown, texts: Texts): string {
  if (isLostConnection(error)) return texts.errors.unreachable;
  if (!(error instanceof ProblemError)) return texts.errors.unknown;
  const own = (texts.errors.codes as Readonly<Partial<Record<ErrorCode, string>>>)[error.code];
  return own ?? error.detail ?? texts.errors.internal(error.requestId);
}
