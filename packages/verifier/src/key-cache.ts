import type { CheckedKey } from './key.ts';
import { PinSlots } from './pins/pin-slots.ts';
import type { Found } from './pins/pins.ts';
import type { PinWords } from './pins/words.ts';

interface Line<Claims> {
  readonly pin: PinWords;
  /** The segment's number: a reference to the segment itself would keep replaced sets in memory. */
  readonly segmentId: number | undefined;
  readonly place: number | undefined;
  readonly set: object;
  readonly key: CheckedKey<Claims>;
}

/**
 * Keys that have been parsed, by pin. Parsing a token takes a few microseconds, and most traffic uses few
 * keys.
 *
 * The cache holds no credentials. A key is added only after its pin was found in the set, and every lookup
 * starts with the set, so a removed key is refused even if it is cached (see CVE GHSA-rp9m-7r4c-75qg for a
 * cache without that check).
 */
export class KeyCache<Claims> {
  readonly #lines: PinSlots<Line<Claims>>;

  /** @param keys - Capacity, rounded up to a power of two. */
  constructor(keys: number) {
    this.#lines = new PinSlots(keys);
  }

  /** @param place - Where the record is, so that a new record of the same pin is parsed again. */
  get(set: object, pin: PinWords, place: Found | undefined): CheckedKey<Claims> | undefined {
    const line = this.#lines.get(pin);
    if (line === undefined || line.set !== set) return undefined;
    if (place !== undefined && (line.segmentId !== place.segment.id || line.place !== place.place))
      return undefined;
    return line.key;
  }

  put(set: object, pin: PinWords, place: Found | undefined, key: CheckedKey<Claims>): void {
    this.#lines.put({ pin: pin.slice(), segmentId: place?.segment.id, place: place?.place, set, key });
  }
}
