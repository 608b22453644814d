import {
  type AlgorithmName,
  buildClaims,
  checkOf,
  makeKeyId,
  mintKey,
  parseKeyId,
  renderJwk,
  shards,
} from '@lostwax/core';

/** Number of keys spread evenly over the set, so that a gateway that scans it takes its mean time. */
export const ASKED = 8;

/** A key with a real key pair, and its token. */
export interface AskedKey {
  /** 0 to 255. */
  readonly shard: number;
  readonly token: string;
  /** Its JWK in the key set. */
  readonly jwk: string;
  readonly pin: Uint8Array;
}

/** The customer these keys belong to. */
export interface Workspace {
  readonly algorithm: AlgorithmName;
  readonly issuer: string;
  readonly audience: string;
  readonly prefix: string;
}

/** Creates the {@link ASKED} keys that requests use: with RSA this takes a second or two. */
export function askedKeys({ algorithm, issuer, audience, prefix }: Workspace): readonly AskedKey[] {
  return Array.from({ length: ASKED }, (_, n) => {
    const shard = Math.floor(((n + 0.5) * shards.length) / ASKED);
    const keyId = keyIdIn(prefix, shard);
    const claims = buildClaims({
      ...{ issuer, audience, keyId, customer: 'customer-1', scopes: ['orders:read'], claims: {} },
      issuedAtSeconds: Math.floor(Date.now() / 1_000),
    });
    const { token, publicJwk, pin } = mintKey({ algorithm, keyId, claims });
    return { shard, token, pin, jwk: renderJwk(publicJwk) };
  });
}

/** A new key ID in a given shard. */
export function keyIdIn(prefix: string, shard: number): string {
  const body = `${prefix}_${shards[shard]}_${parseKeyId(makeKeyId(prefix)).random}`;
  return body + checkOf(body);
}
