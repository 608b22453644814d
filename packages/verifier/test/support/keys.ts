import { buildClaims, makeKeyId, mintKey, type PublicJwk } from '@lostwax/core';

/** The contents of a test key. Everything else is generated. */
export interface KeyWishes {
  readonly issuer: string;
  readonly customer?: string;
  readonly audience?: string;
  readonly scopes?: readonly string[];
  readonly claims?: Record<string, string | number>;
  readonly expiresAtSeconds?: number;
  readonly algorithm?: 'ES256' | 'RS256' | 'EdDSA';
}

/** A key including its token, which only its creator knows. */
export interface TestKey {
  readonly token: string;
  readonly keyId: string;
  /** 32 bytes. */
  readonly pin: Buffer;
  readonly publicJwk: PublicJwk;
  readonly wishes: KeyWishes;
}

/** Creates a real key without an authority. */
export function testKey(wishes: KeyWishes): TestKey {
  const keyId = makeKeyId('acme');
  const claims = buildClaims({
    issuer: wishes.issuer,
    customer: wishes.customer ?? 'cus-1',
    audience: wishes.audience ?? 'acme',
    keyId,
    issuedAtSeconds: Math.floor(Date.now() / 1000),
    expiresAtSeconds: wishes.expiresAtSeconds,
    scopes: wishes.scopes ?? [],
    claims: wishes.claims ?? {},
  });
  const { token, pin, publicJwk } = mintKey({ algorithm: wishes.algorithm ?? 'ES256', keyId, claims });
  return { token, keyId, pin: Buffer.from(pin), publicJwk, wishes };
}

/** The entry of the full feed for a key (spec/feed.md §5). */
export function entryOf({ pin, keyId, wishes }: TestKey): Record<string, unknown> {
  return {
    pin: pin.toString('base64url'),
    method: 'signed',
    kid: keyId,
    customer: wishes.customer ?? 'cus-1',
    scopes: wishes.scopes ?? [],
    claims: wishes.claims ?? {},
    ...(wishes.expiresAtSeconds !== undefined && { exp: wishes.expiresAtSeconds }),
  };
}
