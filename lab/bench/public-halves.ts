import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { AlgorithmName } from '@lostwax/core';

/** Distinct public halves; RSA's are made up, because a real one takes 0.1 to 0.5 s. */
const MOST = 4_096;

type Members = Readonly<Record<string, string>>;

const makeMembers: Readonly<Record<AlgorithmName, () => Members>> = {
  ES256: () => {
    const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    return { kty: 'EC', crv: 'P-256', x: String(x), y: String(y) };
  },
  RS256: () => {
    const modulus = randomBytes(256);
    modulus[0] = 0xc0;
    modulus[255] = 0x01;
    return { kty: 'RSA', n: modulus.toString('base64url'), e: 'AQAB' };
  },
  EdDSA: () => {
    const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    return { kty: 'OKP', crv: 'Ed25519', x: String(x) };
  },
};

/** A JWK without its key ID: the parts before and after `"kid":"…"`. */
export type PublicHalf = readonly [before: string, after: string];

/**
 * Public halves without a usable private half, reused many times in a large set.
 *
 * @param keys - How many keys will share them; at most 4,096 halves are made.
 */
export function publicHalves(algorithm: AlgorithmName, keys: number): readonly PublicHalf[] {
  return Array.from({ length: Math.min(keys, MOST) }, () => {
    const text = JSON.stringify({ ...makeMembers[algorithm](), kid: '', alg: algorithm, use: 'sig' });
    const [before = '', after = ''] = text.split('"kid":""');
    return [before, after];
  });
}
