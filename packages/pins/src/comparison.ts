import { setTimeout as sleep } from 'node:timers/promises';
import type { FollowedKeys } from '@lostwax/verifier';
import { pinEntry } from './entry.ts';
import { TargetError } from './errors.ts';
import type { PinTarget } from './target.ts';

const LEAST_REST_MILLISECONDS = 500;
/** A comparison reads everything, so it may use at most a fiftieth of the time, the gateway's and ours. */
const REST_RATIO = 50;

/**
 * Compares the whole table with the set again and again. The number of keys, which is checked far more often, doesn't
 * reveal a record that was changed by hand.
 */
export class Comparison {
  readonly #keys: FollowedKeys;
  readonly #target: PinTarget;
  readonly #unwritten: () => Set<string> | undefined;
  readonly #differs: () => void;
  /** Pins that the comparison may see in either state: they were unwritten when it began, or have changed since. */
  #touched = new Set<string>();
  /** Whether the whole table has been replaced since then. */
  #isVoid = false;

  /**
   * @param unwritten - Pins of changes that may not have reached the table. Undefined if it isn't equal to the set anyway.
   * @param differs - Called when the table has to be written again.
   */
  constructor(
    keys: FollowedKeys,
    target: PinTarget,
    unwritten: () => Set<string> | undefined,
    differs: () => void,
  ) {
    this.#keys = keys;
    this.#target = target;
    this.#unwritten = unwritten;
    this.#differs = differs;
  }

  touch(pin: string): void {
    this.#touched.add(pin);
  }

  invalidate(): void {
    this.#isVoid = true;
  }

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { compare } = this.#target;
    if (compare === undefined) return;
    while (!signal.aborted) {
      const began = performance.now();
      await this.#once(compare.bind(this.#target));
      const milliseconds = Math.max(LEAST_REST_MILLISECONDS, (performance.now() - began) * REST_RATIO);
      await sleep(milliseconds, undefined, { signal }).catch(() => {});
    }
  }

  async #once(compare: NonNullable<PinTarget['compare']>): Promise<void> {
    const unwritten = this.#unwritten();
    if (unwritten === undefined) return;
    this.#touched = unwritten;
    this.#isVoid = false;
    try {
      const different = await compare((pin) => {
        const entry = this.#keys.find(pin);
        return entry && pinEntry(entry);
      });
      if (!this.#isVoid && different.some((pin) => !this.#touched.has(pin))) this.#differs();
    } catch (error) {
      // The gateway is gone for now, which the other requests notice too.
      if (!(error instanceof TargetError)) throw error;
    }
  }
}
