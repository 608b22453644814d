import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { postForm, type TokenAnswer } from './access-token.ts';

/** Requests an access token with an assertion signed by a private key in PEM (RFC 7523), as OAuth libraries do: P-256, Ed25519 or RSA. */
export async function tokenByAssertion(issuer: string, id: string, pem: string): Promise<TokenAnswer> {
  const url = `${issuer}/oauth/token`;
  return postForm(url, {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertionOf(id, pem, url),
  });
}

const algorithms: Readonly<Record<string, string>> = { ec: 'ES256', ed25519: 'EdDSA', rsa: 'RS256' };

function assertionOf(id: string, pem: string, aud: string): string {
  const part = (of: object): string => Buffer.from(JSON.stringify(of)).toString('base64url');
  const key = createPrivateKey(pem);
  const at = Math.floor(Date.now() / 1000);
  const claims = { iss: id, sub: id, aud, jti: randomUUID(), iat: at, exp: at + 60 };
  const text = `${part({ alg: algorithms[key.asymmetricKeyType ?? ''] })}.${part(claims)}`;
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const signature = sign(digest, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
