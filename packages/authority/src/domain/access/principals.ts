import type { Store } from '../../store/store.ts';
import type { Principal } from '../sessions/types.ts';

/** Most keys that are held; more administrators' keys than this are not in use at a time. */
const MOST = 1_000;

interface Known {
  readonly principal: Principal;
  /** Milliseconds since the Unix epoch, or null. */
  readonly expiresAt: number | null;
}

/**
 * Administrators' keys that were found good, by their pins, so that a request costs no look into the store.
 *
 * All are forgotten when a pin of any workspace leaves its set: that comes before the answer that says so, and costs little, since
 * issuing forgets nothing.
 */
export class PrincipalCache {
  readonly #known = new Map<string, Known>();
  /** Rises when all are forgotten: what was read before must not be kept after. */
  generation = 0;

  constructor(store: Store) {
    store.onCommit((changes) => {
      if (changes !== 'unknown' && changes.every(({ kind }) => kind !== 'removed')) return;
      this.generation += 1;
      this.#known.clear();
    });
  }

  get(pin: string): Known | undefined {
    return this.#known.get(pin);
  }

  /** @param generation - As it was before the record was read. */
  keep(generation: number, pin: string, known: Known): void {
    if (generation !== this.generation) return;
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(pin, known);
  }
}
