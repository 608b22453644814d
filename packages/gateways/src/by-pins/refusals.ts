/** A refusal that a gateway sends by itself: the part of the verifier's answers (spec/errors.md) that it can tell apart. */
export interface PinRefusal {
  readonly status: 401 | 403 | 503;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** The `error` of `WWW-Authenticate`. */
  readonly bearerError?: 'invalid_token' | 'insufficient_scope';
}

type PinRefusalCode =
  | 'key_missing'
  | 'scheme_missing'
  | 'scheme_unknown'
  | 'scheme_doubled'
  | 'key_repeated'
  | 'key_unknown'
  | 'key_expired'
  | 'insufficient_scope'
  | 'set_stale';

const invalid = { status: 401, bearerError: 'invalid_token' } as const;

/**
 * In the verifier's words. They are repeated here because the authority also renders configurations, and it
 * never imports the verifier; a test compares them with a gate's answers.
 */
export const pinRefusals: Readonly<Record<PinRefusalCode, PinRefusal>> = {
  key_missing: {
    status: 401,
    code: 'key_missing',
    title: 'A key is required',
    detail: 'The request has no key. Send one as "Authorization: Bearer <key>" or "X-Api-Key: <key>".',
  },
  scheme_missing: {
    status: 401,
    code: 'scheme_missing',
    title: 'The word Bearer is missing before the key',
    detail: 'The Authorization header holds a key without its scheme. Send "Authorization: Bearer <key>".',
  },
  scheme_unknown: {
    status: 401,
    code: 'scheme_unknown',
    title: 'The Authorization header has another scheme',
    detail:
      'The Authorization header does not begin with the word Bearer and one space, so no key was read from it. Send "Authorization: Bearer <key>".',
  },
  scheme_doubled: {
    ...invalid,
    code: 'scheme_doubled',
    title: 'Bearer appears twice',
    detail:
      'The key itself starts with the word Bearer. Send "Authorization: Bearer <key>" with the word once, or the key alone in another header.',
  },
  key_repeated: {
    ...invalid,
    code: 'key_repeated',
    title: 'More than one key was sent',
    detail:
      'The request has more than one key: the same header twice, or two headers that can carry a key, so the caller is ambiguous. Send one key. If one of these headers is for something else, the API must configure which header carries the key.',
  },
  key_unknown: {
    ...invalid,
    code: 'key_unknown',
    title: 'The key is unknown or no longer valid',
    detail:
      'The key is not in the key set: it was revoked, disabled or replaced, has expired, or never existed. Use another key.',
  },
  key_expired: {
    ...invalid,
    code: 'key_expired',
    title: 'The key has expired',
    detail: 'The key is past its expiration. Use another key.',
  },
  insufficient_scope: {
    status: 403,
    code: 'insufficient_scope',
    title: 'The key lacks a scope',
    detail: 'This request needs a scope that the key does not have. Use a key with that scope.',
    bearerError: 'insufficient_scope',
  },
  set_stale: {
    status: 503,
    code: 'set_stale',
    title: 'Keys cannot be checked right now',
    detail:
      'The key set is too old to tell which keys are still valid, so the key was not checked. Try again in a few seconds.',
  },
};

/** A refusal as HTTP. */
export interface PinAnswer {
  readonly status: number;
  readonly body: string;
  /** Without `Content-Type`, which is `application/problem+json`. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** @param scopes - Those that the request needed, for `insufficient_scope`. */
export function pinAnswer(refusal: PinRefusal, scopes: readonly string[] = []): PinAnswer {
  const { status, code, title, detail, bearerError } = refusal;
  const scope = scopes.join(' ');
  const type = `urn:lostwax:problem:${code}`;
  const challenge = [
    'Bearer realm="lostwax"',
    ...(bearerError === undefined ? [] : [`error="${bearerError}"`]),
    ...(scope === '' ? [] : [`scope="${scope}"`]),
  ].join(', ');
  return {
    status,
    body: JSON.stringify({ type, title, status, code, detail, ...(scope !== '' && { scope }) }),
    headers: [
      ['Cache-Control', 'no-store'],
      status === 503 ? ['Retry-After', '1'] : ['WWW-Authenticate', challenge],
    ],
  };
}
