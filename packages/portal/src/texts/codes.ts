import type { ErrorCode } from '@lostwax/client';

/** Their texts contain details of the error: the invalid input, the request ID. */
type Spoken = 'invalid_request' | 'internal_error';

/** Answers to feed requests and imports. Pages make none. */
type NoPageCode =
  | 'database_behind'
  | 'pin_in_use'
  | 'position_gone'
  | 'position_ahead'
  | 'range_not_satisfiable'
  | 'too_many_streams';

/** Answers to requests that only the console makes. */
type OnlyConsoleCode =
  | 'count_changed'
  | 'customer_not_found'
  | 'last_admin_key'
  | 'person_not_found'
  | 'prefix_ambiguous'
  | 'reader_exists'
  | 'reader_not_found'
  | 'signing_key_not_found'
  | 'slug_reserved'
  | 'workspace_exists';

/**
 * Codes that the portal has a text for: all that are in none of the lists above. A new code doesn't compile until every language has a text for it,
 * or a list names it.
 */
export type PortalCode = Exclude<ErrorCode, Spoken | NoPageCode | OnlyConsoleCode>;

/** Codes that the console has its own text for: those of its own requests, and those whose text in the portal refers to the provider. */
export type ConsoleCode =
  | OnlyConsoleCode
  | 'claim_registered'
  | 'code_invalid'
  | 'customer_suspended'
  | 'disabled_by_producer'
  | 'insufficient_scope'
  | 'key_limit_reached'
  | 'key_not_found'
  | 'mutual_tls_off'
  | 'scope_not_allowed'
  | 'secret_key_missing'
  | 'session_ended'
  | 'session_not_found'
  | 'signing_key_ended'
  | 'token_too_long'
  | 'unauthenticated'
  | 'workspace_not_found';
