import { fallbackUnavailable, type RefusalCode, refusalTable } from '@lostwax/verifier';

/** One row for each of the gate's own problems, in addition to the verifier's refusals. */
interface ProblemRow {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

const { code: _, ...fallbackRow } = fallbackUnavailable;

/** The problems that come from the gate and not from the verifier; spec/errors.md describes them. */
export const problemTable = {
  scopes_unreadable: {
    status: 400,
    title: 'The requested scopes cannot be read',
    detail:
      'The gateway must ask for scopes as /verify?scope=a+b, with nothing else in the query, or with a path under /verify-scope/a+b/. Fix the configuration of the gateway; the key is not the problem.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    detail:
      'The gate answers at /verify, below /verify/ and /verify-scope/, and at /healthz, /readyz and /metrics.',
  },
  evidence_refused: {
    status: 401,
    title: 'The key sets need the evidence key',
    detail:
      'Send the secret of --evidence-key-file as "Authorization: Bearer <secret>". "lostwax restore" does it with --evidence-key-file.',
  },
  wrong_gate: {
    status: 421,
    title: 'This gate is a reverse proxy',
    detail:
      'A gateway asked at /verify, but this gate has an --upstream and forwards requests instead of answering. Point the gateway at a gate without --upstream. If the API itself has this path, start the gate with --forward-verify.',
  },
  request_invalid: {
    status: 400,
    title: 'The request is not valid',
    detail:
      'The gate cannot read the request: a header or the body is malformed, the path does not begin with a slash, or there is not exactly one Host header. Send a well-formed HTTP/1.1 request.',
  },
  request_timeout: {
    status: 408,
    title: 'The request did not arrive in time',
    detail:
      'The headers must arrive within 10 seconds and, when a gateway asks at /verify, the whole request within 30. Send the request again.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers of the request are too large',
    detail:
      'The request line and headers may total 128 KiB and 1,000 lines. Large cookies or a long query are the usual cause. Send less.',
  },
  expectation_failed: {
    status: 417,
    title: 'The expectation cannot be met',
    detail:
      'The only Expect header that the gate understands is "Expect: 100-continue". Send the request without it.',
  },
  shutting_down: {
    status: 503,
    title: 'The gate is shutting down',
    detail: 'It still answers requests, but it will stop in a moment. Send new requests to another gate.',
  },
  fallback_unavailable: fallbackRow,
  upstream_unreachable: {
    status: 502,
    title: 'The API cannot be reached',
    detail:
      'The key is valid, but the connection to the API failed before it answered. If the request changes something, check whether it took effect before you send it again.',
  },
  upstream_timeout: {
    status: 504,
    title: 'The API did not answer in time',
    detail:
      'The key is valid, but the API behind the gate took too long to answer. It may have processed the request.',
  },
  gate_failed: {
    status: 500,
    title: 'Internal error in the gate',
    detail: "The request was not forwarded. Try again; the gate's log has the details.",
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

/** Every code that the gate refuses a request with. */
export type AnswerCode = RefusalCode | keyof typeof problemTable;

/** What is counted: answers, accepted keys, and requests let through without a key. */
export type CountedCode = 'accepted' | 'open' | AnswerCode;

/** Every {@link CountedCode}: the values of the metric's label. */
export const answerCodes: readonly CountedCode[] = [
  'accepted',
  'open',
  ...(Object.keys(refusalTable) as RefusalCode[]),
  ...(Object.keys(problemTable) as (keyof typeof problemTable)[]),
];
