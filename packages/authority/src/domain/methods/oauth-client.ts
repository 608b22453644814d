import { hash } from 'node:crypto';
import { clientPin, OAUTH_CLIENT } from '@lostwax/contract';
import { endingOf, makeClientSecret } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { KeyRow } from '../../store/rows.ts';
import { eachOf } from '../each-of.ts';
import type { ClientAuthentication } from '../keys/types.ts';
import { jsonObjectOf } from '../stored-json.ts';
import { provenCertificate } from './certificate.ts';
import { readClientKey } from './client-key.ts';
import type { Credential, Method, Order } from './method.ts';

/**
 * An OAuth client. Its key ID is the client ID. It gets access tokens from the token endpoint with a secret, of which
 * only the hash is stored, with its own key pair, of which only the public half is stored, or with its own
 * certificate, of which only the fingerprint is stored.
 *
 * @param mutualTls - Whether the token endpoint sees the certificates of clients.
 */
export function oauthClientMethod(mutualTls: boolean): Method {
  return {
    name: OAUTH_CLIENT,
    make: async ({ issuer, prefix }, orders, issuedAtSeconds) =>
      eachOf(orders, (order) => {
        const { certificate, clientKey } = order.input;
        if (certificate !== undefined) {
          if (!mutualTls) throw mutualTlsOff();
          return withCertificate(issuer, order, issuedAtSeconds);
        }
        return clientKey === undefined ? withSecret(prefix, order) : withKey(order);
      }),
  };
}

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

function withCertificate(issuer: string, { keyId, input }: Order, nowSeconds: number): Credential {
  const { pin, ending, endsAt } = provenCertificate(issuer, input, nowSeconds);
  const credential = JSON.stringify({ certificateHash: Buffer.from(pin).toString('base64url') });
  return { token: null, pin: clientPin(keyId), ending, jwk: null, endsAt, credential };
}

function mutualTlsOff(): AuthorityError {
  return new AuthorityError(
    'mutual_tls_off',
    'The authority does not see the certificates of clients, so an OAuth client cannot authenticate with one. Start it with --tls-client-certs, or with --client-cert-header behind a proxy that asks for certificates (docs/operating.md). Or create the client with a secret or a "clientKey".',
    { pointer: '/certificate' },
  );
}

/** Returns what is stored for a client with this secret. */
export function secretCredential(secret: string): string {
  return secretHashCredential(hash('sha256', secret, 'buffer'));
}

/** Returns the same for a secret of which only the SHA-256 hash is known. */
export function secretHashCredential(secretHash: Uint8Array): string {
  return JSON.stringify({ secretHash: Buffer.from(secretHash).toString('base64url') });
}

/** Returns how a client authenticates at the token endpoint; null for a key of another method. */
export function clientAuthenticationOf({
  method,
  credential,
}: Pick<KeyRow, 'method' | 'credential'>): ClientAuthentication | null {
  if (method !== OAUTH_CLIENT || credential === null) return null;
  const { publicKey, certificateHash } = jsonObjectOf(credential) ?? {};
  if (certificateHash !== undefined) return 'self_signed_tls_client_auth';
  return publicKey === undefined ? 'client_secret' : 'private_key_jwt';
}
