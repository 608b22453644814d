import type { AlgorithmName } from '@lostwax/core';
import type { GatewayWorkspace } from './gateway.ts';

/** Bytes of a key in a document of the key set, with the comma after it but without the prefix of its ID. */
const bytesWithoutPrefix: Readonly<Record<AlgorithmName, number>> = { ES256: 188, RS256: 435, EdDSA: 141 };
/** More than the sentinel and the brackets around the keys. */
const FRAME_BYTES = 500;

/** What the size of a key depends on. */
export type KeyShape = Pick<GatewayWorkspace, 'prefix' | 'algorithm'>;

/** Bytes that each key adds to a document of the key set. An unknown algorithm counts as ES256, the default. */
export function bytesOfKey({ prefix, algorithm = 'ES256' }: KeyShape): number {
  return bytesWithoutPrefix[algorithm] + prefix.length;
}

/** The most keys in a document of the key set of so many bytes. */
export function mostKeysIn(bytes: number, shape: KeyShape): number {
  return Math.floor((bytes - FRAME_BYTES) / bytesOfKey(shape));
}
