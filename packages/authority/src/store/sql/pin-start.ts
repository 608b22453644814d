import { type RawBuilder, sql } from 'kysely';

/** How much of a pin the indexes `keys_by_pin_start` and `keys_by_signed_pin` contain. */
const BYTES = 8;

/** As the indexes have it. */
export const pinStart: RawBuilder<Uint8Array> = sql<Uint8Array>`substr(keys.pin, 1, ${sql.lit(BYTES)})`;

export function startOf(pin: Uint8Array): Uint8Array {
  return pin.subarray(0, BYTES);
}
