import type { Key } from '@lostwax/client';

const SHOWN = 8;

/**
 * A key as its owner sees it in an `.env` file, its middle left out. Nothing in it is secret: every key begins with the base64 of
 * `{"kid":"<key ID>` (spec/token.md §2), and its last six characters are in its record.
 */
export function maskedKey({ id, ending }: Pick<Key, 'id' | 'ending'>): string {
  return `${btoa(`{"kid":"${id}`).slice(0, SHOWN)}…${ending}`;
}
