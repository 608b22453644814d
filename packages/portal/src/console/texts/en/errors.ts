/** English texts of the console: errors, one per code. */

import type { ConsoleCode } from '../../../texts/codes.ts';

export const errors = {
  unknown: 'Something went wrong on this page. Reload it and try again.',
  internal: (request: string) =>
    `Something went wrong on the server. Check whether the change was made, then try again. The server log has the details under request ID ${request}.`,
  codes: {
    code_invalid:
      'This link was already used or is more than five minutes old. Run “lostwax console” to get a new one, or sign in here.',
    session_ended: 'Your session has ended. Sign in again.',
    unauthenticated: 'Your session has ended. Sign in again.',
    session_not_found: 'This portal session has already ended.',
    insufficient_scope: 'Your role or key doesn’t allow this. Ask an owner.',
    workspace_not_found: 'Workspace not found. Choose one from the list of workspaces.',
    workspace_exists: 'Another workspace already uses this slug or key ID prefix. Choose a different one.',
    slug_reserved: 'The server uses this slug for its own URLs. Choose a different one.',
    prefix_ambiguous:
      'This key ID prefix isn’t allowed. Use 2 to 16 lowercase letters, digits, or _, start with a letter, and don’t end in anything that looks like a shard, such as _fe.',
    key_not_found: 'Key not found.',
    key_limit_reached: 'This customer has reached its key limit. Revoke a key, or raise the limit.',
    customer_not_found:
      'Customer not found. It was erased, or it has no keys yet and hasn’t opened the portal.',
    customer_suspended:
      'This customer is suspended, so its keys can’t be created or enabled. Resume the customer first.',
    disabled_by_producer:
      'This key was disabled in the console or by an administrator, so a portal session can’t enable it.',
    scope_not_allowed:
      'The workspace or the customer doesn’t allow one of these scopes. Remove it, or allow it in the workspace settings or for this customer.',
    mutual_tls_off:
      'The server doesn’t receive the certificates of OAuth clients. Start it with --tls-client-certs, or with --client-cert-header behind a proxy that asks for certificates. Or use a client secret or a public key.',
    secret_key_missing:
      'Shared-key tokens need a secret key that encrypts the signing key, and the server was started without one. Start it with --secret-key-file or LOSTWAX_SECRET_KEY.',
    signing_key_ended: 'The signing key was replaced at the same moment, so no key was created. Try again.',
    signing_key_not_found: 'Signing key not found. Offer shared-key tokens in the key rules first.',
    claim_registered: 'One of these claims has a name that only the server sets, such as sub. Rename it.',
    token_too_long: 'The key would be too long. Use fewer scopes or claims.',
    last_admin_key:
      'This is the last administrator key with full access and no expiration. Create another one first.',
    reader_exists:
      'Another gateway already has this name. Choose a different one, or remove the other first.',
    reader_not_found: 'Gateway not found. It was removed.',
    person_not_found: 'Person not found. They were removed.',
    count_changed: 'The matching keys have changed. No key was revoked. Review the list and confirm again.',
  } satisfies Readonly<Record<ConsoleCode, string>>,
};
