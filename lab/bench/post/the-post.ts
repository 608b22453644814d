/**
 * What was published of the idea's first deployment, to draw beside what is measured here: ESPv2, which is Envoy, of 2023, with one RS256
 * key of 2,048 bits for each API key.
 */

/** Keys of its largest measurement: 139 times {@link STEP_KEYS}. */
export const MOST_KEYS = 1_138_688;
/** Its slopes are given for so many keys. */
export const STEP_KEYS = 8_192;
/** The memory that its shares are of. */
export const MEMORY_BYTES = 8 * 2 ** 30;

export const meanSlopeMilliseconds = 0.2;
export const maximumSlopeMilliseconds = 3.5;
/** Its own estimate. */
export const KEYS_THAT_FIT = 3_000_000;

const EMPTY_PERCENT = 7;
const FULL_PERCENT = 37;

/** Memory in percent of 8 GiB, on the line between its two figures. */
export function memoryPercent(keys: number): number {
  return EMPTY_PERCENT + ((FULL_PERCENT - EMPTY_PERCENT) * keys) / MOST_KEYS;
}
