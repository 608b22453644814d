import type { AlgorithmName } from '@lostwax/core';
import type { GatewayWorkspace } from './gateway.ts';

/** Bytes of a key in a document of the key set, with the comma after it but without the prefix of its ID. */
const bytesWithoutPrefix: Readonly<Record<AlgorithmName, number>> = { ES256: 188, RS256: 435, EdDSA: 141 };
/** More than the sentinel and the brackets around the keys. */
const FRAME_BYTES = 500;

/** Without a setting, Envoy refuses a larger document. */
export const MAX_BYTES_OF_ENVOY: number = 32 * 1024 * 1024;

/** What the size of a key depends on. */
export type KeyShape = Pick<GatewayWorkspace, 'prefix' | 'algorithm'>;

/** Bytes that each key adds to a document of the key set. An unknown algorithm counts as ES256, the default. */
export function bytesOfKey({ prefix, algorithm = 'ES256' }: KeyShape): number {
  return bytesWithoutPrefix[algorithm] + prefix.length;
}

/** Bytes of a document with so many keys, or a little more. */
export function keySetBytes(keys: number, shape: KeyShape): number {
  return FRAME_BYTES + keys * bytesOfKey(shape);
}

/** The most keys in a document of the key set of so many bytes. */
export function mostKeysIn(bytes: number, shape: KeyShape): number {
  return Math.floor((bytes - FRAME_BYTES) / bytesOfKey(shape));
}

/** Readers of a key set that refuse a larger one as a whole, or read it again for every request. */
const limits: readonly { readonly reader: string; readonly bytes?: number; readonly keys?: number }[] = [
  // Its sentinel is a key too.
  { reader: 'an AWS Application Load Balancer (10 keys)', keys: 9 },
  { reader: 'mod_auth_openidc (16 KiB)', bytes: 16_384 },
  { reader: 'Nimbus JOSE + JWT by default (51,200 bytes)', bytes: 51_200 },
  { reader: 'an AWS HTTP API (150,000 bytes)', bytes: 150_000 },
  { reader: 'lestrrat-go/jwx by default (1,000 keys)', keys: 999 },
  { reader: "APISIX's openid-connect (1 MiB)", bytes: 1_048_576 },
  { reader: 'Envoy by default and ESPv2 (32 MiB)', bytes: MAX_BYTES_OF_ENVOY },
];

/** Says which readers, with their limit, refuse a whole key set of so many keys. */
export function readersThatRefuse(keys: number, shape: KeyShape): readonly string[] {
  return limits
    .filter((it) => keys > (it.keys ?? mostKeysIn(it.bytes ?? 0, shape)))
    .map(({ reader }) => reader);
}
