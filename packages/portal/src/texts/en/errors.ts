/** English texts of the portal: errors, one per code. */

import type { PortalCode } from '../codes.ts';

/** Cannot happen while the page and the authority have the same version. */
const mismatch = 'This page is out of date. Reload it and try again.';

const openAgain = 'Open the portal again from your provider’s website.';

export const errors = {
  unreachable: 'We can’t reach the server. Check your connection and try again.',
  unknown: 'Something went wrong on this page. Reload it. If it happens again, contact your provider.',
  noKeyLeft:
    'Nothing was changed. The new key no longer works, so expiring the old one now would leave you without a working key.',
  internal: (request: string) =>
    `Something went wrong on the server. Try again. If it keeps happening, contact your provider and mention request ID ${request}.`,
  /** `detail` is the authority's, in English: it names the member that is wrong. */
  invalid: (detail: string) => `Check what you entered. ${detail}`,
  codes: {
    code_invalid: `This link was already used or is more than five minutes old. ${openAgain}`,
    unauthenticated: 'You’re not signed in. Open the portal from your provider’s website.',
    session_ended: `Your session has ended. ${openAgain}`,
    session_not_found: `Your session has ended. ${openAgain}`,
    insufficient_scope: 'You don’t have permission to do this. Ask your administrator.',
    key_not_found: 'Key not found.',
    key_limit_reached:
      'You’ve reached your key limit. Revoke a key you no longer need, or ask your provider to raise the limit.',
    key_ended: 'This key has been revoked or has expired, so you can’t change it anymore.',
    key_disabled: 'This key is disabled. Enable it first, or create a new one.',
    disabled_by_producer: 'Your provider disabled this key, so only they can enable it again.',
    key_replaced: 'This key has already been rotated. Open the new key instead.',
    no_rotation: 'This rotation is already over.',
    customer_suspended:
      'Your account is suspended. None of your keys work, and you can’t create new ones. Contact your provider.',
    method_not_offered: 'Keys of this type are no longer offered. Reload the page and choose another.',
    scope_not_allowed: 'You can’t grant all of these permissions. Choose fewer, or ask your provider.',
    mutual_tls_off:
      'OAuth clients with a certificate can’t be created right now. Let your provider know, or use a client secret or a public key.',
    secret_key_missing:
      'Keys of this type can’t be created right now. Let your provider know, or choose another type.',
    signing_key_ended: 'Your provider just replaced one of their own keys, so no key was created. Try again.',
    expiry_not_allowed: 'This expiration isn’t allowed. Choose another one.',
    invalid_key: 'This key isn’t valid here.',
    token_too_long: 'The key would be too long. Choose fewer permissions, or ask your provider.',
    certificate_invalid:
      'This certificate can’t be used. Check that it’s a single, valid certificate with a P-256, P-384, Ed25519 or RSA key (2,048 bits or more).',
    proof_invalid:
      'The proof doesn’t match the certificate, or is older than five minutes. Run the command again and paste the new proof.',
    certificate_in_use: 'This certificate was already used for a key. Create a new one.',
    claim_registered:
      'We can’t create a key because of a problem in your provider’s configuration. Let them know.',
    cross_site_request:
      'This request came from another site, so we blocked it. Reload the page and try again.',
    idempotency_replayed: 'This was already done. Check the list of keys.',
    body_too_large: 'That’s too much text. Shorten it and try again.',
    headers_too_large: 'Your browser sent too much data. Delete this site’s cookies and try again.',
    request_timeout: 'The request timed out. Try again.',
    storage_unavailable: 'The server can’t save changes right now. Nothing was changed. Try again later.',
    shutting_down: 'The server is restarting. Try again in a moment.',
    workspace_not_found: `This page no longer exists. ${openAgain}`,
    customer_not_allowed: mismatch,
    idempotency_mismatch: mismatch,
    invalid_json: mismatch,
    key_immutable: mismatch,
    method_not_allowed: mismatch,
    not_found: mismatch,
    unsupported_media_type: mismatch,
  } satisfies Readonly<Record<PortalCode, string>>,
};
