import type { CheckedKey } from './key.ts';
import type { Found } from './pins/pins.ts';
import type { PinWords } from './pins/words.ts';

interface Line<Claims> {
  readonly pin: PinWords;
  /** Of the record; by number, since the segment itself would keep a set in memory that has long been replaced. */
  readonly segmentId: number | undefined;
  readonly place: number | undefined;
  readonly set: object;
  readonly key: CheckedKey<Claims>;
}

/**
 * What has been read of keys, by their pin: reading a token costs some microseconds, and most traffic is of few keys.
 *
 * It holds no credential. Nothing gets in before its pin was found in the set, and every look-up begins there: a key that has left
 * the set is refused whatever is here (see CVE GHSA-rp9m-7r4c-75qg for caches that answer by themselves). Each pin has one line
 * that it can be in, and puts out who is there, so that it is bounded and takes no bookkeeping.
 */
export class KeyCache<Claims> {
  readonly #lines: (Line<Claims> | undefined)[];
  readonly #mask: number;

  /** @param keys - Rounded up to a power of two. */
  constructor(keys: number) {
    const lines = 2 ** Math.ceil(Math.log2(Math.max(1, keys)));
    this.#lines = new Array<Line<Claims> | undefined>(lines).fill(undefined);
    this.#mask = lines - 1;
  }

  /** @param place - Where the record lies, so that another record of the same pin is read anew. */
  get(set: object, pin: PinWords, place: Found | undefined): CheckedKey<Claims> | undefined {
    const line = this.#lines[(pin[2] as number) & this.#mask];
    if (line === undefined || line.set !== set || !samePin(line.pin, pin)) return undefined;
    if (place !== undefined && (line.segmentId !== place.segment.id || line.place !== place.place))
      return undefined;
    return line.key;
  }

  put(set: object, pin: PinWords, place: Found | undefined, key: CheckedKey<Claims>): void {
    this.#lines[(pin[2] as number) & this.#mask] = {
      pin: pin.slice(),
      segmentId: place?.segment.id,
      place: place?.place,
      set,
      key,
    };
  }
}

/** All 32 bytes, also where the set keeps 16: here they cost nothing. */
function samePin(a: PinWords, b: PinWords): boolean {
  for (let word = 0; word < 8; word++) if (a[word] !== b[word]) return false;
  return true;
}
