import type { Key } from '@lostwax/client';

/** How an OAuth client authenticates: with a secret, a key pair, or a certificate. */
export const clientProofs = ['secret', 'pair', 'certificate'] as const;
export type ClientProof = (typeof clientProofs)[number];

/** How an existing OAuth client authenticates. */
export function clientOf({ clientAuthentication }: Pick<Key, 'clientAuthentication'>): ClientProof {
  if (clientAuthentication === 'self_signed_tls_client_auth') return 'certificate';
  return clientAuthentication === 'private_key_jwt' ? 'pair' : 'secret';
}

/** What the page makes for a new key, or the customer brings. */
export type Made = 'certificate' | 'publicKey';

/** Undefined for a key that the authority makes. */
export function madeFor(
  method: Key['method'] | undefined,
  client: ClientProof | undefined,
): Made | undefined {
  if (method === 'certificate') return method;
  if (method !== 'oauth-client' || client === undefined || client === 'secret') return undefined;
  return client === 'certificate' ? client : 'publicKey';
}
