import type { Use } from './use-counter.ts';

/** Keys whose uses wait for the authority at most, per workspace: about 40 MB. */
const MOST_KEYS = 200_000;

/** Uses of one workspace's keys that have not been reported, one line a key. */
export class Outbox {
  readonly #most: number;
  #waiting = new Map<string, { count: number; at: number }>();
  /** Uses that found no room since the start. */
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

  /** Takes out the lines that have waited longest. Put them back with {@link add} if they could not be reported. */
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
