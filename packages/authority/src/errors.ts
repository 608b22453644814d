/** One row for each problem that the authority returns; spec/errors.md describes them. */
interface ErrorRow {
  readonly status: number;
  readonly title: string;
  /** Whether the same request may succeed if retried unchanged. */
  readonly retryable: boolean;
}

/** Every code, its HTTP status, its title, and whether it can be retried. */
export const errorTable = {
  invalid_request: { status: 400, title: 'Invalid request', retryable: false },
  invalid_json: { status: 400, title: 'Invalid JSON', retryable: false },
  headers_too_large: { status: 431, title: 'Request headers too large', retryable: false },
  request_timeout: { status: 408, title: 'Request timed out', retryable: true },
  body_too_large: { status: 413, title: 'Request body too large', retryable: false },
  unsupported_media_type: { status: 415, title: 'Unsupported media type', retryable: false },
  unauthenticated: { status: 401, title: 'Authentication required', retryable: false },
  invalid_key: { status: 401, title: 'Invalid key', retryable: false },
  insufficient_scope: { status: 403, title: 'Insufficient scope', retryable: false },
  not_found: { status: 404, title: 'Not found', retryable: false },
  workspace_not_found: { status: 404, title: 'Workspace not found', retryable: false },
  key_not_found: { status: 404, title: 'Key not found', retryable: false },
  customer_not_found: { status: 404, title: 'Customer not found', retryable: false },
  reader_not_found: { status: 404, title: 'Reader not found', retryable: false },
  person_not_found: { status: 404, title: 'Person not found', retryable: false },
  session_ended: { status: 401, title: 'Session ended', retryable: false },
  session_not_found: { status: 404, title: 'Session not found', retryable: false },
  code_invalid: { status: 400, title: 'Invalid code', retryable: false },
  cross_site_request: { status: 403, title: 'Cross-site request blocked', retryable: false },
  customer_not_allowed: { status: 403, title: 'Customer not allowed for this session', retryable: false },
  reader_exists: { status: 409, title: 'Reader name already taken', retryable: false },
  count_changed: { status: 409, title: 'Other keys match now', retryable: false },
  method_not_allowed: { status: 405, title: 'Method not allowed', retryable: false },
  workspace_exists: { status: 409, title: 'Slug or prefix already taken', retryable: false },
  slug_reserved: { status: 400, title: 'Reserved slug', retryable: false },
  prefix_ambiguous: {
    status: 400,
    title: 'Invalid key ID prefix',
    retryable: false,
  },
  scope_not_allowed: { status: 400, title: 'Scope not allowed', retryable: false },
  method_not_offered: { status: 400, title: 'Method not offered', retryable: false },
  certificate_invalid: { status: 400, title: 'Invalid certificate', retryable: false },
  proof_invalid: { status: 400, title: 'Proof of possession invalid', retryable: false },
  certificate_in_use: { status: 409, title: 'Certificate already registered', retryable: false },
  mutual_tls_off: { status: 409, title: 'Client certificates not seen', retryable: false },
  pin_in_use: { status: 409, title: 'Key already known', retryable: false },
  secret_key_missing: { status: 409, title: 'Secret key missing', retryable: false },
  signing_key_not_found: { status: 404, title: 'Signing key not found', retryable: false },
  signing_key_ended: { status: 409, title: 'Signing key removed', retryable: true },
  claim_registered: { status: 400, title: 'Reserved claim name', retryable: false },
  token_too_long: { status: 400, title: 'Token would exceed 4,096 characters', retryable: false },
  expiry_not_allowed: { status: 400, title: 'Expiration not allowed', retryable: false },
  customer_suspended: { status: 409, title: 'Customer suspended', retryable: false },
  key_limit_reached: { status: 409, title: 'Key limit reached', retryable: false },
  key_immutable: { status: 409, title: 'Token contents can’t be changed', retryable: false },
  key_ended: { status: 409, title: 'Key revoked or expired', retryable: false },
  disabled_by_producer: {
    status: 409,
    title: 'Key disabled by the producer',
    retryable: false,
  },
  key_disabled: { status: 409, title: 'Key disabled', retryable: false },
  key_replaced: { status: 409, title: 'Key already rotated', retryable: false },
  no_rotation: { status: 409, title: 'No rotation in progress', retryable: false },
  last_admin_key: { status: 409, title: 'Last administrator key', retryable: false },
  idempotency_replayed: { status: 409, title: 'Request already processed', retryable: false },
  idempotency_mismatch: {
    status: 422,
    title: 'Idempotency key reused for another request',
    retryable: false,
  },
  position_gone: { status: 410, title: 'Changes no longer available', retryable: false },
  position_ahead: { status: 409, title: 'Position ahead of the authority', retryable: false },
  too_many_streams: { status: 503, title: 'Too many streams', retryable: true },
  range_not_satisfiable: { status: 416, title: 'Range not satisfiable', retryable: false },
  internal_error: { status: 500, title: 'Internal error', retryable: true },
  storage_unavailable: { status: 503, title: 'Storage unavailable', retryable: true },
  database_behind: { status: 503, title: 'Older copy of the database', retryable: false },
  shutting_down: { status: 503, title: 'Shutting down', retryable: true },
} as const satisfies Record<string, ErrorRow>;

/** The closed union of the authority's codes. */
export type ErrorCode = keyof typeof errorTable;

/** Members of a problem beyond those of RFC 9457, for programs to act on. */
export interface ErrorExtra {
  /** JSON pointer to the invalid member. */
  readonly pointer?: string;
  /** IDs of the keys concerned. */
  readonly keyIds?: readonly string[];
  /** The scope that the caller's key lacks (RFC 6750 §3). */
  readonly scope?: string;
}

/**
 * Thrown by the domain; `http/problems.ts` turns it into a problem. The message says what happened,
 * why, and what to do next. It never contains a token or key material.
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
