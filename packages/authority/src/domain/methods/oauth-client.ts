import { hash } from 'node:crypto';
import { clientPin, OAUTH_CLIENT } from '@lostwax/contract';
import { makeClientSecret } from '@lostwax/core';
import type { Method } from './method.ts';

const ENDING_CHARACTERS = 6;

/** An OAuth client: its key ID is the client ID, and its secret buys access tokens at the token endpoint. Only the secret's hash is kept. */
export const oauthClientMethod: Method = {
  name: OAUTH_CLIENT,
  async make({ prefix }, orders) {
    return orders.map(({ keyId }) => {
      const token = makeClientSecret(prefix);
      return {
        token,
        pin: clientPin(keyId),
        ending: token.slice(-ENDING_CHARACTERS),
        jwk: null,
        credential: secretCredential(token),
      };
    });
  },
};

/** What the store keeps of a client with this secret. */
export function secretCredential(secret: string): string {
  return JSON.stringify({ secretHash: hash('sha256', secret, 'base64url') });
}
