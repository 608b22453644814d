import { type RefusalCode, refusalTable } from '@lostwax/verifier';

/** One row for each problem of the gate's own, beside the verifier's refusals. */
interface ProblemRow {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** What a gate answers that no verifier says; spec/errors.md has the same in words. */
export const problemTable = {
  scopes_unreadable: {
    status: 400,
    title: 'The scopes that are asked for cannot be read',
    detail:
      'The gateway asks for scopes as exactly /verify?scope=a+b, with nothing else in the query, or by a path under /verify-scope/a+b/. This is about the configuration of the gateway, not about the key.',
  },
  not_found: {
    status: 404,
    title: 'Nothing is here',
    detail:
      'The gate answers at /verify, below /verify/ and /verify-scope/, and at /healthz, /readyz and /metrics.',
  },
  request_invalid: {
    status: 400,
    title: 'The request cannot be passed on',
    detail:
      'The address of the request does not begin with a slash, or the request names more than one host. Send it to the API by its path, with one Host header.',
  },
  upstream_unreachable: {
    status: 502,
    title: 'The API cannot be reached',
    detail: 'The key is good, but the API behind the gate did not answer. Try again in a moment.',
  },
  upstream_timeout: {
    status: 504,
    title: 'The API did not answer in time',
    detail:
      'The key is good, but the API behind the gate was silent for too long. It may have done what was asked.',
  },
  gate_failed: {
    status: 500,
    title: 'The gate failed',
    detail: 'The request was not let through. Try again; the log of the gate says what happened.',
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

/** The closed union of what a gate refuses with. */
export type AnswerCode = RefusalCode | keyof typeof problemTable;

/** Every code of {@link AnswerCode} and, first, `accepted`: the values of the metric's label. */
export const answerCodes: readonly ('accepted' | AnswerCode)[] = [
  'accepted',
  ...(Object.keys(refusalTable) as RefusalCode[]),
  ...(Object.keys(problemTable) as (keyof typeof problemTable)[]),
];
