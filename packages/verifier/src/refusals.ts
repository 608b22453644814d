/** One row for each reason to refuse a key: the status, and the message for the caller. */
export interface RefusalRow {
  readonly status: 401 | 403 | 503;
  readonly title: string;
  /** What happened, and what to do next. */
  readonly detail: string;
  /** The `error` attribute of RFC 6750 §3.1 and RFC 9449 §7.1; absent if no key was sent. */
  readonly bearerError?: BearerError;
  /** The scheme of the challenge, if it isn't `Bearer`. */
  readonly scheme?: 'DPoP';
}

type BearerError = 'invalid_token' | 'insufficient_scope' | 'invalid_dpop_proof';

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
  | 'client_secret_sent'
  | 'signer_unknown'
  | 'proof_missing'
  | 'proof_invalid'
  | 'certificate_missing'
  | 'certificate_mismatch'
  | 'key_expired'
  | 'audience_mismatch'
  | 'claims_refused'
  | 'insufficient_scope'
  | 'set_stale';

/**
 * Every reason to refuse a key.
 *
 * @example
 * for (const [code, { status, title }] of Object.entries(refusalTable)) console.log(code, status, title);
 */
export const refusalTable: Readonly<Record<RefusalCode, RefusalRow>> = {
  key_missing: {
    status: 401,
    title: 'A key is required',
    detail: 'The request has no key. Send one as "Authorization: Bearer <key>" or "X-Api-Key: <key>".',
  },
  key_misplaced: {
    status: 401,
    title: 'The key is in the wrong place',
    detail:
      'The request seems to have a key in the query, a cookie or another header, where keys are not read. Send it as "Authorization: Bearer <key>" or "X-Api-Key: <key>". URLs end up in logs: if the key was in one, rotate it.',
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
    title: 'Bearer appears twice',
    detail:
      'The key itself starts with the word Bearer. Send "Authorization: Bearer <key>" with the word once, or the key alone in another header.',
  },
  // RFC 6750 §3.1 asks for 400 here, but gateways accept only 401 and 403 as a refusal, and nginx answers 500
  // to anything else.
  key_repeated: {
    ...invalid,
    title: 'More than one key was sent',
    detail:
      'The request has more than one key: the same header twice, or two headers that can carry a key, so the caller is ambiguous. Send one key. If one of these headers is for something else, the API must configure which header carries the key.',
  },
  token_malformed: {
    ...invalid,
    title: 'This is not a key',
    detail:
      'The value sent is not in the format of a key. Copy the whole key again, without quotes or line breaks.',
  },
  token_truncated: {
    ...invalid,
    title: 'The key is incomplete',
    detail: 'The end of the key is missing. Copy the whole key again.',
  },
  key_id_malformed: {
    ...invalid,
    title: 'The key is mistyped',
    detail:
      'The checksum of the key is wrong, so at least one character was changed. Copy the whole key again.',
  },
  issuer_unknown: {
    ...invalid,
    title: 'The key belongs to another workspace',
    detail:
      'The key was created in another workspace, such as one for testing. Use a key from the workspace of this API.',
  },
  key_unknown: {
    ...invalid,
    title: 'The key is unknown or no longer valid',
    detail:
      'The key is not in the key set: it was revoked, disabled or replaced, has expired, or never existed. Use another key.',
  },
  client_secret_sent: {
    ...invalid,
    title: 'This is a client secret, not an access token',
    detail:
      'The secret of an OAuth client is only for the token endpoint. Get an access token there first (grant_type=client_credentials), and send that instead.',
  },
  signer_unknown: {
    ...invalid,
    title: "The access token's signing key is unknown",
    detail:
      'The key that signed the access token is not published, or could not be fetched. Get a new access token and try again.',
  },
  proof_missing: {
    ...invalid,
    scheme: 'DPoP',
    title: 'The access token needs a proof',
    detail:
      'The access token is bound to a key, so it works only with a proof that you have that key. Send "Authorization: DPoP <token>" and a proof for this request in the DPoP header (RFC 9449).',
  },
  proof_invalid: {
    status: 401,
    bearerError: 'invalid_dpop_proof',
    scheme: 'DPoP',
    title: 'The proof is not valid for this request',
    detail:
      'The DPoP header must contain one proof: made for this method, URL and access token within the last minute, by the key that the token is bound to, and used once. A token or key that is not bound is sent as "Authorization: Bearer <token>".',
  },
  certificate_missing: {
    ...invalid,
    title: 'The access token needs its client certificate',
    detail:
      'The access token is bound to a client certificate, and the request came without one, or over a connection whose certificate this API does not see. Send the request over TLS with the certificate that you used to get the token (RFC 8705).',
  },
  certificate_mismatch: {
    ...invalid,
    title: 'The access token is bound to another certificate',
    detail:
      "The request's client certificate is not the one that the access token is bound to. Use the certificate that you used to get the token, or get a new token with this one.",
  },
  key_expired: {
    ...invalid,
    title: 'The key has expired',
    detail: 'The key is past its expiration. Use another key.',
  },
  audience_mismatch: {
    ...invalid,
    title: 'The key is for another API',
    detail: "The key's audience is a different API. Use a key for this API.",
  },
  claims_refused: {
    ...invalid,
    title: "The key's claims are not accepted",
    detail: "The key's claims are not in the form this API expects. Ask the API provider for a new key.",
  },
  insufficient_scope: {
    status: 403,
    title: 'The key lacks a scope',
    detail: 'This request needs a scope that the key does not have. Use a key with that scope.',
    bearerError: 'insufficient_scope',
  },
  set_stale: {
    status: 503,
    title: 'Keys cannot be checked right now',
    detail:
      'The key set is too old to tell which keys are still valid, so the key was not checked. Try again in a few seconds.',
  },
};

/** A refusal. Pass it to `problemAnswer` for the HTTP answer. Contains nothing from the request. */
export interface Refusal {
  readonly accepted: false;
  readonly code: RefusalCode;
  readonly status: 401 | 403 | 503;
  readonly title: string;
  readonly detail: string;
  readonly bearerError?: BearerError;
  readonly scheme?: 'DPoP';
  /** Only for `insufficient_scope`: all the scopes that were required. */
  readonly scopes?: readonly string[];
}

const made = new Map<RefusalCode, Refusal>();
for (const [code, row] of Object.entries(refusalTable)) {
  made.set(code as RefusalCode, Object.freeze({ accepted: false, code: code as RefusalCode, ...row }));
}

/**
 * Returns the refusal for a code. For `insufficient_scope`, see {@link lacksScopes}.
 *
 * @example
 * return problemAnswer(refusal('key_missing'));
 */
export function refusal(code: Exclude<RefusalCode, 'insufficient_scope'>): Refusal {
  return made.get(code) as Refusal;
}

/** `key_unknown`, in the words of a certificate. */
export const unknownCertificate: Refusal = Object.freeze({
  ...refusal('key_unknown'),
  title: 'The certificate is unknown or no longer valid',
  detail:
    'The client certificate is not in the key set: it was never registered, or its key was revoked, disabled or replaced, or has expired. Register it, or use another certificate.',
});

/** `proof_invalid`, where the URL of the request isn't known. */
export const proofUncheckable: Refusal = Object.freeze({
  ...refusal('proof_invalid'),
  detail:
    'This API cannot check proofs, because it does not know the URL that clients use. Ask the API provider to configure it, or send an access token that is not bound to a key.',
});

export function lacksScopes(scopes: readonly string[]): Refusal {
  return { accepted: false, code: 'insufficient_scope', ...refusalTable.insufficient_scope, scopes };
}
