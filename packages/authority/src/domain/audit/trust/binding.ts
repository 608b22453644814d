import { hash } from 'node:crypto';
import { HALF_PIN_BYTES } from '@lostwax/contract';
import type { KeyRow } from '../../../store/rows.ts';

/**
 * What a key's audit row records besides its scopes and expiration: hashes for comparing the key with what is
 * published and fed, and with the key record. SHA-256, in base64url without padding.
 */
export interface Binding {
  /** Hash of the 32 bytes of the pin, as in the full feed. */
  readonly pinHash: string;
  /** Hash of the first 16 bytes of the pin, as in the public feed. */
  readonly halfPinHash: string;
  /** Hash of the text of the public half, as in the key set; null for a key that isn't published there. */
  readonly publicHalfHash: string | null;
  /** Hash of what identifies the holder if the pin doesn't, such as a client secret's hash; left out otherwise. */
  readonly credentialHash?: string;
}

export function bindingOf({ pin, jwk, credential }: Pick<KeyRow, 'pin' | 'jwk' | 'credential'>): Binding {
  return {
    pinHash: hashOf(pin),
    halfPinHash: hashOf(pin.subarray(0, HALF_PIN_BYTES)),
    publicHalfHash: jwk === null ? null : hashOf(jwk),
    ...(credential !== null && { credentialHash: hashOf(credential) }),
  };
}

/**
 * Returns what the audit log records about a workspace's sentinel. The sentinel ends every key set, and JWT
 * libraries would accept a key in its place.
 */
export function sentinelBinding(sentinel: string): { readonly sentinelHash: string } {
  return { sentinelHash: hashOf(sentinel) };
}

/** What the audit says of the public half of a signing key. */
export function publicHalfHash(jwk: string): string {
  return hashOf(jwk);
}

function hashOf(content: Uint8Array | string): string {
  return hash('sha256', content, 'base64url');
}
