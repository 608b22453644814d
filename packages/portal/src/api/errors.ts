import { type ErrorCode, ProblemError, UnreachableError } from '@lostwax/client';
import type { Texts } from '../texts/texts.ts';

/** The code of an API error; `undefined` for anything else, such as a lost connection. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof ProblemError ? error.code : undefined;
}

/** There is no session to send a request with: the embedding page didn't provide one. */
export class SessionUnavailable extends Error {
  override readonly name = 'SessionUnavailable';
}

export function isLostConnection(error: unknown): boolean {
  return error instanceof UnreachableError && !isSessionUnavailable(error);
}

/** The workspace doesn't allow this page to embed the portal. */
export class OriginNotAllowed extends Error {
  override readonly name = 'OriginNotAllowed';
  readonly origin: string;

  constructor(origin: string) {
    super(`${origin} is not among the allowed origins.`);
    this.origin = origin;
  }
}

/** The action would leave no working key. */
export class NoKeyLeft extends Error {
  override readonly name = 'NoKeyLeft';
}

/** Whether a retry may succeed: not if the authority refused the request. */
export function mayHelpToRepeat(error: unknown): boolean {
  return !(error instanceof ProblemError) || error.status >= 500;
}

/** The client sees a request that never left as one that did not arrive; its cause tells them apart. */
function isSessionUnavailable(error: Error): boolean {
  return error.cause instanceof SessionUnavailable;
}

/**
 * An error in the reader's language: what happened and what to do next. The authority's own words are English and are quoted for one
 * code alone, where they name what is wrong; a code that these pages do not know yet gives the number of the request.
 */
export function wordsFor(error: unknown, texts: Texts): string {
  if (isLostConnection(error)) return texts.errors.unreachable;
  if (error instanceof UnreachableError) return texts.session.endedElement;
  if (error instanceof OriginNotAllowed) return texts.session.notAllowed(error.origin);
  if (error instanceof NoKeyLeft) return texts.errors.noKeyLeft;
  if (!(error instanceof ProblemError)) return texts.errors.unknown;
  if (error.code === 'invalid_request') return texts.errors.invalid(error.detail ?? error.title);
  const { codes }: { codes: Readonly<Partial<Record<ErrorCode, string>>> } = texts.errors;
  return codes[error.code] ?? texts.errors.internal(error.requestId);
}
