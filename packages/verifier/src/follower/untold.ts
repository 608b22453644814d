import { setTimeout as sleep } from 'node:timers/promises';

/** What comes within this time is told at once: four heads a second are the most that changes cause. */
const GATHER_MILLISECONDS = 250;

/**
 * Whether changes have been applied of which the authority has not been told, and a pause that such a change cuts short. So the authority
 * can say since when a key is accepted or refused, and not only when the next head would have been due.
 */
export class Untold {
  #untold = false;
  #wake = new AbortController();

  /** A change has been applied. */
  applied(): void {
    this.#untold = true;
    this.#wake.abort();
  }

  /** A head is on its way that tells of all so far. */
  told(): void {
    this.#untold = false;
  }

  /** Waits so many milliseconds, or a moment after the next change; no longer than until `stop`. Never throws. */
  async pause(milliseconds: number, stop: AbortSignal): Promise<void> {
    this.#wake = new AbortController();
    if (!this.#untold) await rest(milliseconds, AbortSignal.any([stop, this.#wake.signal]));
    if (this.#untold) await rest(Math.min(milliseconds, GATHER_MILLISECONDS), stop);
  }
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    // Woken, or stopped.
  }
}
