import type { JsonValue } from '@lostwax/core';
import { AuthorityError } from '../errors.ts';

/** Members of a key record that are also in its token. */
const said = ['customer', 'scopes', 'claims', 'method'];

/**
 * The content of a token can't change: the customer holds it, and a record that differs would be
 * wrong.
 *
 * @throws {@link AuthorityError} `key_immutable`.
 */
export function refuseImmutable(body: JsonValue): void {
  if (typeof body !== 'object' || body === null) return;
  const member = said.find((name) => Object.hasOwn(body, name));
  if (member === undefined) return;
  throw new AuthorityError(
    'key_immutable',
    `"${member}" is part of the token your customer already has, so it cannot change. Rotate the key (POST …/rotate) to set a new value.`,
    { pointer: `/${member}` },
  );
}
