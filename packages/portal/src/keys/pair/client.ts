import type { Key } from '@lostwax/client';

/** How a new OAuth client authenticates: with a secret, or with a key pair that the page makes. */
export const clientProofs = ['secret', 'pair'] as const;
/** The third is created by the API or the command, and can be rotated in the page. */
export type ClientProof = (typeof clientProofs)[number] | 'certificate';

/** How an existing OAuth client authenticates. */
export function clientOf({ clientAuthentication }: Pick<Key, 'clientAuthentication'>): ClientProof {
  if (clientAuthentication === 'self_signed_tls_client_auth') return 'certificate';
  return clientAuthentication === 'private_key_jwt' ? 'pair' : 'secret';
}
