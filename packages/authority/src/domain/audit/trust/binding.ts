import { createHash } from 'node:crypto';
import { HALF_PIN_BYTES } from '@lostwax/contract';
import type { KeyRow } from '../../../store/rows.ts';

/**
 * What the audit row of a key says of it beside its scopes and expiry: hashes by which anybody can compare the key with what is
 * published and fed, and with the key record. SHA-256, in base64url without padding.
 */
export interface Binding {
  /** Of the 32 bytes of the pin, as the full feed has it. */
  readonly pinHash: string;
  /** Of the first 16 bytes of the pin, as the public feed has it. */
  readonly halfPinHash: string;
  /** Of the text of the public half, as the key set has it; null for a key that the key set leaves out. */
  readonly publicHalfHash: string | null;
}

export function bindingOf({ pin, jwk }: Pick<KeyRow, 'pin' | 'jwk'>): Binding {
  return {
    pinHash: hash(pin),
    halfPinHash: hash(pin.subarray(0, HALF_PIN_BYTES)),
    publicHalfHash: jwk === null ? null : hash(jwk),
  };
}

/** What the audit says of a workspace's sentinel, which ends every key set: JWT libraries would take a key in its place. */
export function sentinelBinding(sentinel: string): { readonly sentinelHash: string } {
  return { sentinelHash: hash(sentinel) };
}

function hash(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('base64url');
}
