import type { CheckedKey } from '@lostwax/verifier';

/** How often a key was used, and when last. */
export interface Use {
  readonly issuer: string;
  readonly keyId: string;
  readonly count: number;
  /** Time of the latest use, in milliseconds since the Unix epoch. */
  readonly at: number;
}

interface Line {
  count: number;
  at: number;
}

/** Number of keys at which a thread passes on its counts early. */
const MOST_KEYS = 10_000;

/**
 * Counts uses in the thread that answers. They are passed on a second later, or earlier if there are many.
 */
export class UseCounter {
  readonly #handOn: (uses: readonly Use[]) => void;
  #lines = new Map<CheckedKey, Line>();

  constructor(handOn: (uses: readonly Use[]) => void) {
    this.#handOn = handOn;
  }

  add(key: CheckedKey): void {
    const at = Date.now();
    const line = this.#lines.get(key);
    if (line === undefined) {
      this.#lines.set(key, { count: 1, at });
      if (this.#lines.size >= MOST_KEYS) this.flush();
    } else {
      line.count += 1;
      line.at = at;
    }
  }

  flush(): void {
    if (this.#lines.size === 0) return;
    const uses = [...this.#lines].map(([{ issuer, keyId }, line]) => ({ issuer, keyId, ...line }));
    this.#lines = new Map();
    this.#handOn(uses);
  }
}
