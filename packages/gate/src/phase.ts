/** What `/readyz` says. */
export type GateState = 'ready' | 'stale' | 'stopping';

const STARTING = 0;
const STARTED = 1;
const STOPPING = 2;

/** The stage of the gate's life. The main thread sets it, and all threads read it. */
export class Phase {
  readonly #cell: Int32Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.#cell = new Int32Array(buffer);
  }

  get buffer(): SharedArrayBuffer {
    return this.#cell.buffer;
  }

  /** Every issuer's set has been loaded once: a gate that is still starting must not receive traffic. */
  started(): void {
    Atomics.compareExchange(this.#cell, 0, STARTING, STARTED);
  }

  /** From now on traffic should go elsewhere. */
  stopping(): void {
    Atomics.store(this.#cell, 0, STOPPING);
  }

  /** @param fresh - Whether keys of every issuer can be checked at the moment. */
  state(fresh: boolean): GateState {
    const phase = Atomics.load(this.#cell, 0);
    if (phase === STOPPING) return 'stopping';
    return phase === STARTED && fresh ? 'ready' : 'stale';
  }
}
