import type { Store } from '../../store/store.ts';
import type { Principal } from '../sessions/types.ts';

/** Size of the cache; no installation is expected to use more administrator keys at a time. */
const MOST = 1_000;

interface Known {
  readonly principal: Principal;
  /** Milliseconds since the Unix epoch, or null. */
  readonly expiresAt: number | null;
}

/**
 * Caches verified administrator keys by pin, so that a request needs no read from the store.
 *
 * The whole cache is cleared when a pin of any workspace is removed from its set, before the removal is
 * acknowledged. This is cheap, because issuing keys doesn't clear it.
 */
export class PrincipalCache {
  readonly #known = new Map<string, Known>();
  /** Incremented whenever the cache is cleared: a result read earlier must not be cached afterwards. */
  generation = 0;

  constructor(store: Store) {
    store.onCommit((changes) => {
      if (changes === 'settings') return;
      if (changes !== 'unknown' && changes.every(({ kind }) => kind !== 'removed')) return;
      this.generation += 1;
      this.#known.clear();
    });
  }

  get(pin: string): Known | undefined {
    return this.#known.get(pin);
  }

  /** @param generation - Its value before the record was read. */
  keep(generation: number, pin: string, known: Known): void {
    if (generation !== this.generation) return;
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(pin, known);
  }
}
