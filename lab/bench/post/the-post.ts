/**
 * What was published about the idea's first deployment, to plot next to our measurements: ESPv2 (which is Envoy) of 2023, with
 * one 2,048-bit RS256 key per API key.
 */

/** Number of keys in its largest measurement: 139 times {@link STEP_KEYS}. */
export const MOST_KEYS = 1_138_688;
/** The number of keys that its slopes refer to. */
export const STEP_KEYS = 8_192;
/** The memory that its percentages refer to. */
export const MEMORY_BYTES = 8 * 2 ** 30;

export const meanSlopeMilliseconds = 0.2;
export const maximumSlopeMilliseconds = 3.5;
/** Its own estimate. */
export const KEYS_THAT_FIT = 3_000_000;

const EMPTY_PERCENT = 7;
const FULL_PERCENT = 37;

/** Memory as a percentage of 8 GiB, on the line between its two figures. */
export function memoryPercent(keys: number): number {
  return EMPTY_PERCENT + ((FULL_PERCENT - EMPTY_PERCENT) * keys) / MOST_KEYS;
}
