import { generateKeyPairSync, sign } from 'node:crypto';

/** Tokens that no gateway may accept, made from a good one. */
export function forgeriesOf(token: string): readonly (readonly [id: string, what: string, token: string])[] {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const expired = { ...claims, exp: Math.floor(Date.now() / 1_000) - 3_600 };
  const elsewhere = { ...claims, iss: 'https://lostwax.invalid/other' };
  return [
    ['forged-signature', 'a forged signature', selfSigned(header, claims)],
    [
      'changed-claims',
      'changed claims under a real signature',
      `${head}.${part({ ...claims, sub: 'other' })}.${signature}`,
    ],
    ['algorithm-none', 'alg: none', `${part({ ...header, alg: 'none' })}.${payload}.`],
    ['unknown-key-id', 'an unknown key ID', selfSigned({ ...header, kid: 'lostwax-doctor' }, claims)],
    ['forged-issuer', 'a forged token of another issuer', selfSigned(header, elsewhere)],
    [
      'forged-audience',
      'a forged token for another audience',
      selfSigned(header, { ...claims, aud: 'other' }),
    ],
    ['forged-expired', 'a forged token that has expired', selfSigned(header, expired)],
  ];
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** With a key pair of our own that no key set contains. */
function selfSigned(header: object, claims: object): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = `${part({ ...header, alg: 'ES256' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
