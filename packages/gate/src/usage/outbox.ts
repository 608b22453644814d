import type { Use } from './use-counter.ts';

/** Maximum number of keys with unreported usage per workspace: about 40 MB. */
const MOST_KEYS = 200_000;

/** Unreported usage of one workspace, one line per key. */
export class Outbox {
  readonly #most: number;
  #waiting = new Map<string, { count: number; at: number }>();
  /** Uses dropped for lack of space since the start. */
  dropped = 0;

  constructor(most: number = MOST_KEYS) {
    this.#most = most;
  }

  get size(): number {
    return this.#waiting.size;
  }

  add({ keyId, count, at }: Pick<Use, 'keyId' | 'count' | 'at'>): void {
    const line = this.#waiting.get(keyId);
    if (line !== undefined) {
      line.count += count;
      line.at = Math.max(line.at, at);
    } else if (this.#waiting.size < this.#most) {
      this.#waiting.set(keyId, { count, at });
    } else {
      this.dropped += count;
    }
  }

  /** Removes and returns the oldest lines. If they could not be reported, put them back with {@link add}. */
  take(most: number): { keyId: string; count: number; at: number }[] {
    const taken: { keyId: string; count: number; at: number }[] = [];
    for (const [keyId, line] of this.#waiting) {
      if (taken.length === most) break;
      taken.push({ keyId, ...line });
      this.#waiting.delete(keyId);
    }
    return taken;
  }
}
