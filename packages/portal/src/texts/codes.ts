import type { ErrorCode } from '@lostwax/client';

/** Said with something of the refusal in it: what is wrong, the number of the request. */
type Spoken = 'invalid_request' | 'internal_error';

/** Answers to followers of a feed, which no page is. */
type FeedCode = 'position_gone' | 'position_ahead' | 'range_not_satisfiable' | 'too_many_streams';

/** Answers to what the console alone asks. */
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
 * Codes that the portal has words for. It is every one that is not named above: a new code does not compile until each language has words
 * for it, or it is in one of these lists.
 */
export type PortalCode = Exclude<ErrorCode, Spoken | FeedCode | OnlyConsoleCode>;

/** Codes that the console has words for: its own, and those whose words in the portal send a customer to the provider. */
export type ConsoleCode =
  | OnlyConsoleCode
  | 'claim_registered'
  | 'code_invalid'
  | 'customer_suspended'
  | 'disabled_by_producer'
  | 'insufficient_scope'
  | 'key_limit_reached'
  | 'key_not_found'
  | 'scope_not_allowed'
  | 'secret_key_missing'
  | 'session_ended'
  | 'session_not_found'
  | 'token_too_long'
  | 'unauthenticated'
  | 'workspace_not_found';
