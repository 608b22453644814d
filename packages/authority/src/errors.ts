/** One row for each problem that the authority answers with; spec/errors.md says the same in words. */
interface ErrorRow {
  readonly status: number;
  readonly title: string;
  /** Whether the same request may succeed later without any change to it. */
  readonly retryable: boolean;
}

/** Every code, its HTTP status, its title, and whether one may retry. */
export const errorTable = {
  invalid_request: { status: 400, title: 'The request is not valid', retryable: false },
  invalid_json: { status: 400, title: 'The body is not JSON', retryable: false },
  headers_too_large: { status: 431, title: 'The headers are too large', retryable: false },
  request_timeout: { status: 408, title: 'The request took too long to arrive', retryable: true },
  body_too_large: { status: 413, title: 'The body is too large', retryable: false },
  unsupported_media_type: { status: 415, title: 'The body must be JSON', retryable: false },
  unauthenticated: { status: 401, title: 'A key is required', retryable: false },
  invalid_key: { status: 401, title: 'The key is not accepted', retryable: false },
  insufficient_scope: { status: 403, title: 'The key does not allow this', retryable: false },
  not_found: { status: 404, title: 'Nothing is here', retryable: false },
  workspace_not_found: { status: 404, title: 'No such workspace', retryable: false },
  key_not_found: { status: 404, title: 'No such key', retryable: false },
  customer_not_found: { status: 404, title: 'No such customer', retryable: false },
  reader_not_found: { status: 404, title: 'No such reader', retryable: false },
  person_not_found: { status: 404, title: 'No such person', retryable: false },
  session_ended: { status: 401, title: 'The session is over', retryable: false },
  session_not_found: { status: 404, title: 'No such session', retryable: false },
  code_invalid: { status: 400, title: 'The code is not accepted', retryable: false },
  cross_site_request: { status: 403, title: 'The request comes from another site', retryable: false },
  customer_not_allowed: { status: 403, title: 'The session does not reach that far', retryable: false },
  reader_exists: { status: 409, title: 'The name of the reader is taken', retryable: false },
  count_changed: { status: 409, title: 'Other keys match now', retryable: false },
  method_not_allowed: { status: 405, title: 'The method is not allowed here', retryable: false },
  workspace_exists: { status: 409, title: 'The slug or the prefix is taken', retryable: false },
  slug_reserved: { status: 400, title: 'The slug is reserved', retryable: false },
  prefix_ambiguous: {
    status: 400,
    title: 'The prefix is not possible',
    retryable: false,
  },
  scope_not_allowed: { status: 400, title: 'A scope is beyond the ceiling', retryable: false },
  claim_registered: { status: 400, title: 'A claim has a registered name', retryable: false },
  token_too_long: { status: 400, title: 'The token would be longer than 4,096 characters', retryable: false },
  expiry_not_allowed: { status: 400, title: 'The expiry is not possible', retryable: false },
  customer_suspended: { status: 409, title: 'The customer is suspended', retryable: false },
  key_limit_reached: { status: 409, title: 'The customer has its most keys', retryable: false },
  key_immutable: { status: 409, title: 'What a token says cannot change', retryable: false },
  key_ended: { status: 409, title: 'The key has ended', retryable: false },
  disabled_by_producer: {
    status: 409,
    title: 'The key was disabled by the provider of the API',
    retryable: false,
  },
  key_disabled: { status: 409, title: 'The key is disabled', retryable: false },
  key_replaced: { status: 409, title: 'The key has a successor already', retryable: false },
  no_rotation: { status: 409, title: 'The key is not being rotated', retryable: false },
  last_admin_key: { status: 409, title: 'The last administrator key cannot end', retryable: false },
  idempotency_replayed: { status: 409, title: 'This request was done before', retryable: false },
  idempotency_mismatch: {
    status: 422,
    title: 'The idempotency key was used for another request',
    retryable: false,
  },
  position_gone: { status: 410, title: 'The changes are no longer kept', retryable: false },
  position_ahead: { status: 409, title: 'The position is ahead of the authority', retryable: false },
  too_many_streams: { status: 503, title: 'Too many readers follow the feed', retryable: true },
  range_not_satisfiable: { status: 416, title: 'The range lies behind the end', retryable: false },
  internal_error: { status: 500, title: 'The authority failed', retryable: true },
  storage_unavailable: { status: 503, title: 'The store cannot be used', retryable: true },
  shutting_down: { status: 503, title: 'The authority is stopping', retryable: true },
} as const satisfies Record<string, ErrorRow>;

/** The closed union of the authority's codes. */
export type ErrorCode = keyof typeof errorTable;

/** Members of a problem beyond those of RFC 9457: they help a program to act on it. */
export interface ErrorExtra {
  /** Path of the member that is wrong, as a JSON pointer. */
  readonly pointer?: string;
  /** The key ids concerned. */
  readonly keyIds?: readonly string[];
  /** The scope that the caller's key lacks (RFC 6750 §3). */
  readonly scope?: string;
}

/**
 * What the domain throws; `http/problems.ts` makes a problem of it.
 *
 * The message says what happened, why, and what to do next. It never holds a token or key material.
 */
export class AuthorityError extends Error {
  override readonly name = 'AuthorityError';
  readonly code: ErrorCode;
  readonly extra: ErrorExtra;

  constructor(code: ErrorCode, message: string, { cause, ...extra }: ErrorExtra & ErrorOptions = {}) {
    super(message, { cause });
    this.code = code;
    this.extra = extra;
  }
}
