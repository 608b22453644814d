import { createHash, randomBytes } from 'node:crypto';
import { HALF_PIN_BYTES, type Position, positionText, SetDigest, snapshotStart } from '@lostwax/contract';
import type { AskedKey } from './asked-keys.ts';

/** A snapshot of the public feed (spec/feed.md) and its position. */
export interface Snapshot {
  readonly position: Position;
  readonly etag: string;
  readonly parts: readonly Buffer[];
}

/** @param madeUp - Keys in addition to those that requests use; their pins are random. */
export function makeSnapshot(issuer: string, asked: readonly AskedKey[], madeUp: number): Snapshot {
  const own = asked.map(({ pin }) => pin.subarray(0, HALF_PIN_BYTES));
  const pins = Buffer.concat([...own, randomBytes(madeUp * HALF_PIN_BYTES)]);
  const digest = new SetDigest().toggleAll(pins);
  const count = pins.length / HALF_PIN_BYTES;
  const position: Position = {
    lineage: randomBytes(8).toString('hex'),
    ...{ epoch: Date.now(), seq: count, digest: digest.bytes.toString('base64url') },
  };
  const start = snapshotStart({ issuer, feed: 'public', position, count, bytes: pins.length });
  const checksum = createHash('sha256').update(start).update(pins).digest();
  return { position, etag: `"${positionText(position)}"`, parts: [start, pins, checksum] };
}
