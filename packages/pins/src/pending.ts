import type { PinEntry, TargetChange } from './target.ts';

/** Changes that the gateway does not have yet, at most one per pin: only the last one matters. */
export class Pending {
  #added = new Map<string, PinEntry>();
  #removed = new Set<string>();

  get isEmpty(): boolean {
    return this.size === 0;
  }

  get size(): number {
    return this.#added.size + this.#removed.size;
  }

  /** Whether a key has left the set. */
  get removes(): boolean {
    return this.#removed.size > 0;
  }

  add(entry: PinEntry): void {
    this.#added.set(entry.pin, entry);
  }

  remove(pin: string): void {
    this.#added.delete(pin);
    this.#removed.add(pin);
  }

  /** @param overwrite - Also removes what it adds, because it may already be there. */
  take(overwrite: boolean): TargetChange {
    const added = [...this.#added.values()];
    if (overwrite) for (const { pin } of added) this.#removed.add(pin);
    const change = { removed: [...this.#removed], added };
    this.clear();
    return change;
  }

  clear(): void {
    this.#added = new Map();
    this.#removed = new Set();
  }
}
