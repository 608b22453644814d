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

/** Of them lie evenly in the set, so that a gateway that goes through it takes its mean time. */
export const ASKED = 8;

/** A key with a real pair, and its one token. */
export interface AskedKey {
  /** 0 to 255. */
  readonly shard: number;
  readonly token: string;
  /** Its JWK in the key set. */
  readonly jwk: string;
  readonly pin: Uint8Array;
}

/** Whose keys they are. */
export interface Workspace {
  readonly algorithm: AlgorithmName;
  readonly issuer: string;
  readonly audience: string;
  readonly prefix: string;
}

/** Makes the keys that are asked, {@link ASKED} of them: RSA's take a second or two. */
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

/** A new key ID of one shard. */
export function keyIdIn(prefix: string, shard: number): string {
  const body = `${prefix}_${shards[shard]}_${parseKeyId(makeKeyId(prefix)).random}`;
  return body + checkOf(body);
}
