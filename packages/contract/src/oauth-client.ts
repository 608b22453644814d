import { pinOf } from '@lostwax/core';

/** The method whose keys are OAuth clients. The credential at the API is an access token. */
export const OAUTH_CLIENT = 'oauth-client';

/**
 * What represents an OAuth client in the full feed (spec/oauth.md §6): SHA-256 of a public text that no verifier accepts, so that a
 * verifier that has read a client ID in an access token finds its record.
 *
 * @param clientId - The key ID.
 * @returns 32 bytes.
 */
export function clientPin(clientId: string): Uint8Array {
  return pinOf(`${OAUTH_CLIENT}:${clientId}`);
}

/** Paths of the OAuth endpoints below the issuer, by the names that oidc-provider uses. */
export const oauthPaths = {
  token: '/oauth/token',
  /** The keys that sign access tokens. */
  jwks: '/oauth/jwks',
  introspection: '/oauth/introspect',
  revocation: '/oauth/revoke',
} as const;

/** `typ` of an access token (RFC 9068 §2.1). */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** Algorithms of the proofs that come with access tokens bound to a key (RFC 9449). */
export const PROOF_ALGORITHMS = ['ES256', 'EdDSA'] as const;
