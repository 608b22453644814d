/** English texts of the portal: errors, one per code. */

import type { PortalCode } from '../codes.ts';

/** What a page cannot cause while it and the authority are of one version. */
const mismatch = 'This page and the server do not understand each other. Reload the page and try again.';

export const errors = {
  unreachable: 'The server cannot be reached. Check your connection and try again.',
  unknown: 'Something went wrong on this page. Reload it. If it happens again, contact your provider.',
  noKeyLeft:
    'Nothing was changed: the new key is no longer accepted, so ending the old one would leave you without a working key.',
  internal: (request: string) =>
    `The server could not do it. Try again; if it happens again, tell your provider this number: ${request}.`,
  /** `detail` is the authority's, in English: it names the member that is wrong. */
  invalid: (detail: string) => `The server does not take what was entered. It says: ${detail}`,
  codes: {
    code_invalid:
      'The link has been used already, or is older than five minutes. Open the portal again from where you came.',
    unauthenticated: 'There is no session here. Open the portal from where you found it.',
    session_ended: 'Your session has ended. Open the portal again from where you came.',
    session_not_found: 'Your session has ended. Open the portal again from where you came.',
    insufficient_scope: 'You do not have permission to do this. Ask whoever manages your account.',
    key_not_found: 'You have no key with this id.',
    key_limit_reached:
      'You have reached your limit of keys. Revoke one that you no longer need, or ask your provider for a higher limit.',
    key_ended: 'The key has ended, so this cannot be done with it any more.',
    key_disabled: 'The key is disabled. Enable it first, or create a new one.',
    disabled_by_producer: 'Your provider disabled this key, and only they can enable it again. Ask them.',
    key_replaced: 'The key is being replaced already. Look at its successor.',
    no_rotation: 'The rotation is over already.',
    customer_suspended:
      'Your account is suspended: none of its keys is accepted, and no new one can be made. Ask your provider.',
    scope_not_allowed:
      'The key would have more permissions than you can grant. Choose fewer, or ask your provider.',
    expiry_not_allowed: 'This time is not allowed here. Choose another one.',
    invalid_key: 'This key is not accepted here.',
    token_too_long: 'The key would be too long. Choose less that it may do, or ask your provider.',
    claim_registered:
      'No key can be made: your provider wants to write something into it that is not possible. Tell your provider.',
    cross_site_request: 'This page may not do that, so it was not done. Open it again from where you came.',
    idempotency_replayed: 'This was done already. Look at the list of keys.',
    body_too_large: 'This is too much at once. Shorten it and try again.',
    headers_too_large:
      'Your browser sent more with this request than the server accepts. Delete the cookies of this site and try again.',
    request_timeout: 'The request took too long to reach the server. Try again.',
    storage_unavailable:
      'The server cannot save anything at present, so nothing was changed. Try again in a while.',
    shutting_down: 'The server is being restarted. Try again in a moment.',
    workspace_not_found: 'There is nothing here any more. Open the portal again from where you came.',
    customer_not_allowed: mismatch,
    idempotency_mismatch: mismatch,
    invalid_json: mismatch,
    key_immutable: mismatch,
    method_not_allowed: mismatch,
    not_found: mismatch,
    unsupported_media_type: mismatch,
  } satisfies Readonly<Record<PortalCode, string>>,
};
