import type { PinWords } from './words.ts';

/**
 * A bounded cache by pin. Each pin maps to one slot and replaces what was there, so the cache needs no
 * bookkeeping.
 */
export class PinSlots<Line extends { readonly pin: PinWords }> {
  readonly #lines: (Line | undefined)[];
  readonly #mask: number;

  /** @param capacity - Number of slots, rounded up to a power of two. */
  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(1, capacity)));
    this.#lines = new Array<Line | undefined>(slots).fill(undefined);
    this.#mask = slots - 1;
  }

  get(pin: PinWords): Line | undefined {
    const line = this.#lines[this.#slotOf(pin)];
    return line !== undefined && samePin(line.pin, pin) ? line : undefined;
  }

  /** @param line - Its pin must be a copy: callers reuse theirs. */
  put(line: Line): void {
    this.#lines[this.#slotOf(line.pin)] = line;
  }

  delete(pin: PinWords): void {
    if (this.get(pin) !== undefined) this.#lines[this.#slotOf(pin)] = undefined;
  }

  #slotOf(pin: PinWords): number {
    return (pin[2] as number) & this.#mask;
  }
}

/** Compares all 32 bytes, even if the set stores only 16: here they cost nothing. */
function samePin(a: PinWords, b: PinWords): boolean {
  for (let word = 0; word < 8; word++) if (a[word] !== b[word]) return false;
  return true;
}
