import type { PinEntry, TargetChange } from './target.ts';

/** Changes that the gateway does not have yet, at most one per pin: only the last one matters. */
export class Pending {
  #added = new Map<string, PinEntry>();
  #removed = new Set<string>();
  /** Being written. */
  #taken: Iterable<string> = [];

  get isEmpty(): boolean {
    return this.size === 0;
  }

  get size(): number {
    return this.#added.size + this.#removed.size;
  }

  /** How many keys have left the set. */
  get removals(): number {
    return this.#removed.size;
  }

  add(entry: PinEntry): void {
    this.#added.set(entry.pin, entry);
  }

  remove(pin: string): void {
    this.#added.delete(pin);
    this.#removed.add(pin);
  }

  /** Of all changes that may not have reached the gateway. */
  pins(): Set<string> {
    return new Set([...this.#added.keys(), ...this.#removed, ...this.#taken]);
  }

  /** @param overwrite - Also removes what it adds, because it may already be there. */
  take(overwrite: boolean): TargetChange {
    const added = [...this.#added.values()];
    if (overwrite) for (const { pin } of added) this.#removed.add(pin);
    const change = { removed: [...this.#removed], added };
    const taken = this.pins();
    this.clear();
    this.#taken = taken;
    return change;
  }

  /** The removals alone; none if there are more than this. */
  takeRemoved(most: number): readonly string[] {
    if (this.#removed.size > most) return [];
    const removed = [...this.#removed];
    this.#removed = new Set();
    return removed;
  }

  /** The additions alone, without those that a removal must precede. */
  takeAdded(): readonly PinEntry[] {
    const added = [...this.#added.values()].filter(({ pin }) => !this.#removed.has(pin));
    for (const { pin } of added) this.#added.delete(pin);
    return added;
  }

  /** Call this once the taken changes have been written. */
  written(): void {
    this.#taken = [];
  }

  clear(): void {
    this.#added = new Map();
    this.#removed = new Set();
    this.#taken = [];
  }
}
