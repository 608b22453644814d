import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Changes within this time are reported together, so that they cause at most four head requests per second.
 */
const GATHER_MILLISECONDS = 250;

/**
 * Whether there are applied changes not yet reported to the authority, and a pause that such a change cuts
 * short. The authority can then say when a key took effect without waiting for the next regular head request.
 */
export class Untold {
  #untold = false;
  #wake = new AbortController();

  /** Records that a change was applied. */
  applied(): void {
    this.#untold = true;
    this.#wake.abort();
  }

  /** Records that a head request reporting all changes so far is on its way. */
  told(): void {
    this.#untold = false;
  }

  /** Waits this many milliseconds, or until shortly after the next change, or until `stop`. Never throws. */
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
    // Woken up or stopped.
  }
}
