import type { Said } from './formats.ts';

/** The members of {@link Said} that a column can be mapped to. */
export const members = [
  'key',
  'hash',
  'id',
  'customer',
  'name',
  'scopes',
  'claims',
  'metadata',
  'expires',
  'ending',
  'enabled',
  'disabled',
  'state',
  'ended',
] as const satisfies readonly (keyof Said)[];

export function isMember(text: string): text is (typeof members)[number] {
  return (members as readonly string[]).includes(text);
}
