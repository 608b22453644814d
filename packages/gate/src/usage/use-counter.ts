import type { CheckedKey } from '@lostwax/verifier';

/** How often a key was used, and when last. */
export interface Use {
  readonly issuer: string;
  readonly keyId: string;
  readonly count: number;
  /** Milliseconds since the Unix epoch of the latest. */
  readonly at: number;
}

interface Line {
  count: number;
  at: number;
}

/** Keys that a thread holds at most before it hands them on. */
const MOST_KEYS = 10_000;

/** Counts uses in the thread that answers; they are handed on a second later, or when there are many. */
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
