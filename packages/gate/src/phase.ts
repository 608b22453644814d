/** What `/readyz` says. */
export type GateState = 'ready' | 'stale' | 'stopping';

const STARTING = 0;
const STARTED = 1;
const STOPPING = 2;

/** How far the gate's life has come; the main thread says so, and all threads see it. */
export class Phase {
  readonly #cell: Int32Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.#cell = new Int32Array(buffer);
  }

  get buffer(): SharedArrayBuffer {
    return this.#cell.buffer;
  }

  /** Every issuer's set has been there once: a start must not take traffic for one that is still under way. */
  started(): void {
    Atomics.compareExchange(this.#cell, 0, STARTING, STARTED);
  }

  /** From now on traffic should go elsewhere. */
  stopping(): void {
    Atomics.store(this.#cell, 0, STOPPING);
  }

  /** @param fresh - Whether keys of every issuer can be judged at this moment. */
  state(fresh: boolean): GateState {
    const phase = Atomics.load(this.#cell, 0);
    if (phase === STOPPING) return 'stopping';
    return phase === STARTED && fresh ? 'ready' : 'stale';
  }
}
