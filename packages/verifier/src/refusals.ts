/** One row for each reason to refuse: what a caller is told, and by which status. */
export interface RefusalRow {
  readonly status: 401 | 403 | 503;
  readonly title: string;
  /** What happened, and what to do next. */
  readonly detail: string;
  /** `error` of RFC 6750 §3.1; none where no key was sent. */
  readonly bearerError?: 'invalid_token' | 'insufficient_scope';
}

const invalid = { status: 401, bearerError: 'invalid_token' } as const;

/** Why a key is refused. */
export type RefusalCode =
  | 'key_missing'
  | 'key_misplaced'
  | 'scheme_missing'
  | 'scheme_unknown'
  | 'scheme_doubled'
  | 'key_repeated'
  | 'token_malformed'
  | 'token_truncated'
  | 'key_id_malformed'
  | 'issuer_unknown'
  | 'key_unknown'
  | 'key_expired'
  | 'audience_mismatch'
  | 'claims_refused'
  | 'insufficient_scope'
  | 'set_stale';

/** Every reason to refuse. */
export const refusalTable: Readonly<Record<RefusalCode, RefusalRow>> = {
  key_missing: {
    status: 401,
    title: 'A key is required',
    detail: 'The request has no key. Send it as "Authorization: Bearer <key>" or "X-Api-Key: <key>".',
  },
  key_misplaced: {
    status: 401,
    title: 'The key is in the wrong place',
    detail:
      'What looks like a key is in the query, in a cookie or in another header, where it is not read. Send it as "Authorization: Bearer <key>" or "X-Api-Key: <key>". Addresses end up in logs: if the key was in one, rotate it.',
  },
  scheme_missing: {
    status: 401,
    title: 'The word Bearer is missing before the key',
    detail: 'The Authorization header holds a key without its scheme. Send "Authorization: Bearer <key>".',
  },
  scheme_unknown: {
    status: 401,
    title: 'The Authorization header has another scheme',
    detail:
      'The Authorization header does not begin with the word Bearer and one space, so no key was read from it. Send "Authorization: Bearer <key>".',
  },
  scheme_doubled: {
    ...invalid,
    title: 'The word Bearer is one too many',
    detail:
      'The word Bearer is part of what was sent as the key. Send "Authorization: Bearer <key>" with the word once, or another header with the key alone.',
  },
  // RFC 6750 §3.1 has 400 for this; but a gateway that asks takes only 401 and 403 for a refusal, and nginx answers 500 to others.
  key_repeated: {
    ...invalid,
    title: 'More than one key was sent',
    detail:
      'The request has more than one key: a header twice, or two of the headers that may hold a key. Nobody can say whose request it is. Send one key. If one of the headers is for something else, the API has to say which header holds the key.',
  },
  token_malformed: {
    ...invalid,
    title: 'This is not a key',
    detail:
      'What was sent does not have the form of a key. Copy the key again in full, without quotes or line breaks.',
  },
  token_truncated: {
    ...invalid,
    title: 'The key is cut',
    detail: 'The key is not whole: its end is missing. Copy it again in full.',
  },
  key_id_malformed: {
    ...invalid,
    title: 'The key is mistyped',
    detail:
      "The key's id does not fit its own check, so that a character of it is wrong. Copy the key again in full.",
  },
  issuer_unknown: {
    ...invalid,
    title: 'The key is of another workspace',
    detail:
      'The key was issued by another workspace, such as one for tests. Use a key of the workspace of this API.',
  },
  key_unknown: {
    ...invalid,
    title: 'The key is unknown or has ended',
    detail:
      'The key is not in the set: it was revoked, disabled or replaced, its time is over, or it was never issued. Use another key.',
  },
  key_expired: {
    ...invalid,
    title: 'The time of the key is over',
    detail: 'The key has expired. Use another key.',
  },
  audience_mismatch: {
    ...invalid,
    title: 'The key is for another API',
    detail: 'The audience of the key is not this API. Use a key for this one.',
  },
  claims_refused: {
    ...invalid,
    title: 'The key does not say what this API needs',
    detail: 'The claims of the key are not those that this API reads. Ask whoever issues keys for a new one.',
  },
  insufficient_scope: {
    status: 403,
    title: 'The key does not allow this',
    detail: 'The key lacks a scope that this request needs. Use a key that has it.',
    bearerError: 'insufficient_scope',
  },
  set_stale: {
    status: 503,
    title: 'Keys cannot be checked for the moment',
    detail:
      'It is not known at present which keys are still good. The key was not judged; try again in a few seconds.',
  },
};

/** A refusal, ready to be made an answer of. It holds nothing of what was sent. */
export interface Refusal {
  readonly accepted: false;
  readonly code: RefusalCode;
  readonly status: 401 | 403 | 503;
  readonly title: string;
  readonly detail: string;
  readonly bearerError?: 'invalid_token' | 'insufficient_scope';
  /** `insufficient_scope`: all the scopes that were asked for. */
  readonly scopes?: readonly string[];
}

const made = new Map<RefusalCode, Refusal>();
for (const [code, row] of Object.entries(refusalTable)) {
  made.set(code as RefusalCode, Object.freeze({ accepted: false, code: code as RefusalCode, ...row }));
}

/** The refusal of a code; `insufficient_scope` is made by {@link lacksScopes}. */
export function refusal(code: Exclude<RefusalCode, 'insufficient_scope'>): Refusal {
  return made.get(code) as Refusal;
}

export function lacksScopes(scopes: readonly string[]): Refusal {
  return { accepted: false, code: 'insufficient_scope', ...refusalTable.insufficient_scope, scopes };
}
