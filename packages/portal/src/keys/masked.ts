import type { Key } from '@lostwax/client';

const SHOWN = 8;

/**
 * A key with its middle left out, so that its owner recognizes it in an `.env` file. Nothing in it is secret: a signed key, or one
 * under a shared signing key, starts with the base64 of `{"kid":"<key ID>` (spec/token.md §2), an opaque key or a client secret with
 * the workspace's prefix, and the record contains the last six characters.
 */
export function maskedKey({ id, ending, method }: Pick<Key, 'id' | 'ending' | 'method'>): string {
  const start =
    method === 'opaque' || method === 'oauth-client'
      ? id.replace(/[0-9a-f]{2}_\w{22}$/, '')
      : btoa(`{"kid":"${id}`).slice(0, SHOWN);
  return `${start}…${ending}`;
}
