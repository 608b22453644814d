import { hash } from 'node:crypto';
import { clientPin, OAUTH_CLIENT } from '@lostwax/contract';
import { endingOf, makeClientSecret } from '@lostwax/core';
import type { KeyRow } from '../../store/rows.ts';
import type { ClientAuthentication } from '../keys/types.ts';
import { jsonObjectOf } from '../stored-json.ts';
import { readClientKey } from './client-key.ts';
import { type Credential, type Method, makeEach, type Order } from './method.ts';

/**
 * An OAuth client. Its key ID is the client ID. It gets access tokens from the token endpoint with a secret, of which
 * only the hash is stored, or with its own key pair, of which only the public half is stored.
 */
export const oauthClientMethod: Method = {
  name: OAUTH_CLIENT,
  make: async ({ prefix }, orders) =>
    makeEach(orders, (order) =>
      order.input.clientKey === undefined ? withSecret(prefix, order) : withKey(order),
    ),
};

function withSecret(prefix: string, { keyId }: Order): Credential {
  const token = makeClientSecret(prefix);
  const ending = endingOf(token);
  return { token, pin: clientPin(keyId), ending, jwk: null, credential: secretCredential(token) };
}

function withKey({ keyId, input }: Order): Credential {
  const credential = JSON.stringify({ publicKey: readClientKey(input.clientKey ?? {}, keyId) });
  const ending = endingOf(hash('sha256', credential));
  return { token: null, pin: clientPin(keyId), ending, jwk: null, credential };
}

/** Returns what is stored for a client with this secret. */
export function secretCredential(secret: string): string {
  return JSON.stringify({ secretHash: hash('sha256', secret, 'base64url') });
}

/** Returns how a client authenticates at the token endpoint; null for a key of another method. */
export function clientAuthenticationOf({
  method,
  credential,
}: Pick<KeyRow, 'method' | 'credential'>): ClientAuthentication | null {
  if (method !== OAUTH_CLIENT || credential === null) return null;
  return jsonObjectOf(credential)?.['publicKey'] === undefined ? 'client_secret' : 'private_key_jwt';
}
