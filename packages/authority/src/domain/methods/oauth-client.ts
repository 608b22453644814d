import { hash } from 'node:crypto';
import { clientPin, OAUTH_CLIENT } from '@lostwax/contract';
import { makeClientSecret } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import { readClientKey } from './client-key.ts';
import type { Credential, Method, Order } from './method.ts';

const ENDING_CHARACTERS = 6;

/**
 * An OAuth client. Its key ID is the client ID. It gets access tokens from the token endpoint with a secret, of which only the hash is kept, or
 * with a key pair of its own, of which only the public half is known.
 */
export const oauthClientMethod: Method = {
  name: OAUTH_CLIENT,
  async make({ prefix }, orders) {
    return orders.map((order) => {
      try {
        return order.input.clientKey === undefined ? withSecret(prefix, order) : withKey(order);
      } catch (error) {
        if (error instanceof AuthorityError) return error;
        throw error;
      }
    });
  },
};

function withSecret(prefix: string, { keyId }: Order): Credential {
  const token = makeClientSecret(prefix);
  const ending = token.slice(-ENDING_CHARACTERS);
  return { token, pin: clientPin(keyId), ending, jwk: null, credential: secretCredential(token) };
}

function withKey({ keyId, input }: Order): Credential {
  const credential = JSON.stringify({ publicKey: readClientKey(input.clientKey ?? {}, keyId) });
  const ending = hash('sha256', credential).slice(-ENDING_CHARACTERS);
  return { token: null, pin: clientPin(keyId), ending, jwk: null, credential };
}

/** Returns what is stored for a client with this secret. */
export function secretCredential(secret: string): string {
  return JSON.stringify({ secretHash: hash('sha256', secret, 'base64url') });
}
