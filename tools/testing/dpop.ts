/** Proofs of possession as OAuth clients make them (RFC 9449), and what attackers make of them. */
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

/** A client's key for proofs. */
export interface DpopKey {
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly privateKey: KeyObject;
  readonly alg: 'ES256' | 'EdDSA';
}

export function makeDpopKey(alg: DpopKey['alg'] = 'ES256'): DpopKey {
  const pair =
    alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return { jwk: { ...pair.publicKey.export({ format: 'jwk' }) }, privateKey: pair.privateKey, alg };
}

/** What a proof is for. */
export interface ProofFor {
  readonly method: string;
  readonly url: string;
  /** None at the token endpoint. */
  readonly token?: string;
}

/** @param over - Members that replace or remove (`undefined`) those of a good proof. */
export function makeProof(
  { jwk, privateKey, alg }: DpopKey,
  { method, url, token }: ProofFor,
  over: { readonly header?: object; readonly payload?: object } = {},
): string {
  const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
  const times = { jti: randomUUID(), iat: Math.floor(Date.now() / 1_000) };
  const parts = [
    { typ: 'dpop+jwt', alg, jwk, ...over.header },
    { ...times, htm: method, htu: url, ...ath, ...over.payload },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const digest = alg === 'ES256' ? 'sha256' : null;
  const signature = sign(digest, Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
