import { isKeyId } from '@lostwax/core';
import { AuthorityError, type ErrorCode } from '../errors.ts';
import { customerId, slug } from '../web/schemas.ts';
import { holdsToken } from '../web/token-text.ts';
import { personLogin } from './schemas/people.ts';

interface Rule {
  readonly fits: (text: string) => boolean;
  readonly code: ErrorCode;
  readonly message: string;
}

const HOLDS_KEY =
  'The path contains the key itself instead of its ID, and paths end up in logs. Use the key ID, and revoke the key if others can read those logs.';

/** Path parameters. A malformed name gets the same response as one that doesn't exist. */
const rules: Readonly<Record<string, Rule>> = {
  workspace: {
    fits: (text) => slug.safeParse(text).success,
    code: 'workspace_not_found',
    message: 'This is not a valid slug. Copy it from the list of workspaces.',
  },
  keyId: {
    fits: isKeyId,
    code: 'key_not_found',
    message:
      'This is not a key ID: its format or checksum is wrong. Copy the whole ID again from the list of keys.',
  },
  customer: {
    fits: (text) => customerId.safeParse(text).success,
    code: 'customer_not_found',
    message:
      'This is not a valid customer ID: it must have 1 to 255 visible ASCII characters. Check the spelling.',
  },
  person: {
    fits: (text) => personLogin.safeParse(text).success,
    code: 'person_not_found',
    message:
      'This is not a valid login: it must be an email address or the subject at the provider, with 1 to 255 visible ASCII characters.',
  },
};

/**
 * @throws {@link AuthorityError} `workspace_not_found`, `key_not_found`, `customer_not_found`,
 * `person_not_found`.
 */
export function assertParameters(parameters: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(parameters)) {
    const rule = rules[name];
    if (!rule || rule.fits(text)) continue;
    throw new AuthorityError(rule.code, holdsToken(text) ? HOLDS_KEY : rule.message);
  }
}
