import type { Problem } from './api.ts';

/** Every code that the authority returns (spec/errors.md). */
export type ErrorCode = Problem['code'];

/** The authority refused the request: a problem of RFC 9457. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  /** What happened, why, and what to do next; omitted from `internal_error`. */
  readonly detail: string | undefined;
  /** Identifies the request in the log of the authority. */
  readonly requestId: string;
  /** JSON pointer to the invalid member. */
  readonly pointer: string | undefined;
  /** IDs of the keys concerned. */
  readonly keyIds: readonly string[];
  /** The scope that the key lacks. */
  readonly scope: string | undefined;

  constructor(problem: Problem) {
    super(problem.detail ?? `${problem.title} (request ${problem.requestId})`);
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.requestId = problem.requestId;
    this.pointer = problem.pointer;
    this.keyIds = problem.keyIds ?? [];
    this.scope = problem.scope;
  }
}

/** No authority answered: there was no response, or it came from something else. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
  readonly url: string;

  constructor(url: string, why: string, options?: ErrorOptions) {
    super(
      `Cannot reach an authority at ${url}: ${why} Start it with "lostwax serve", or check the address (LOSTWAX_URL).`,
      options,
    );
    this.url = url;
  }
}
