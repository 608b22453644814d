import type { Key } from '@lostwax/client';

/** How a new OAuth client authenticates: with a secret, or with a key pair that the page makes. */
export const clientProofs = ['secret', 'pair'] as const;
export type ClientProof = (typeof clientProofs)[number];

/** How an existing OAuth client authenticates. */
export function clientOf({ clientAuthentication }: Pick<Key, 'clientAuthentication'>): ClientProof {
  return clientAuthentication === 'private_key_jwt' ? 'pair' : 'secret';
}
