/** English texts of the console: errors, one per code. */

import type { ConsoleCode } from '../../../texts/codes.ts';

export const errors = {
  unknown: 'Something went wrong on this page. Reload it and try again.',
  internal: (request: string) =>
    `The server could not do it. Look whether it was done, then try again. Its log says why, under the number ${request}.`,
  codes: {
    code_invalid:
      'This link has been used, or is older than five minutes. Make a new one with “lostwax console”, or sign in here.',
    session_ended: 'Your session is over. Sign in again.',
    unauthenticated: 'Your session is over. Sign in again.',
    session_not_found: 'This portal session is over already.',
    insufficient_scope: 'Your role or key does not allow this here. Ask an owner.',
    workspace_not_found: 'There is no such workspace. Take one from the list of workspaces.',
    workspace_exists: 'Another workspace has this short name, or its beginning of key ids. Choose another.',
    slug_reserved: 'The server needs this short name for its own addresses. Choose another.',
    prefix_ambiguous:
      'Key ids cannot begin like this: 2 to 16 of a-z, 0-9 and _, beginning with a letter, and nothing that reads like a shard, such as _fe. Give another beginning of key ids.',
    key_not_found: 'There is no such key in this workspace.',
    key_limit_reached: 'The customer has as many keys as it may. Revoke one, or raise its limit.',
    customer_not_found:
      'There is no such customer here: it was erased, or has neither a key nor been in the portal yet.',
    customer_suspended:
      'The customer is suspended: its keys cannot be created or enabled. Lift the suspension first.',
    disabled_by_producer:
      'This key was disabled in the console or by an administrator, so a portal session cannot enable it.',
    scope_not_allowed:
      'The workspace or the customer does not allow one of these scopes. Leave it out, or allow it in the settings or the customer’s limits.',
    claim_registered: 'A claim has a name that only the server sets, such as sub. Give it another name.',
    token_too_long: 'The key would be too long. Give it fewer scopes or claims.',
    last_admin_key:
      'No administrator’s key that may do everything and never expires would be left. Make another one first.',
    count_changed: 'The matching keys have changed. No key was revoked. Review the list and confirm again.',
    reader_exists: 'Another one has this name. Choose another, or remove that one first.',
    reader_not_found: 'It is no longer registered. Look at the list.',
    person_not_found: 'Nobody of this name is among the people any more. Look at the list.',
  } satisfies Readonly<Record<ConsoleCode, string>>,
};
