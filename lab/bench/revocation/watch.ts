import { setTimeout as delay } from 'node:timers/promises';
import { withKey } from '../load/load.ts';
import type { Pool } from '../load/pool.ts';

/** Interval between two checks of a key that is being revoked or was just created: the resolution of the figure. */
const EVERY_MILLISECONDS = 5;
const LIMIT_MILLISECONDS = 30_000;

/**
 * Checks a key at a gate until the gate gives this answer.
 *
 * @param lines - The request's, such as {@link withKey}.
 * @returns When it did, on the `performance.now()` clock.
 */
export async function untilAnswer(gate: Pool, lines: string, wanted: 200 | 401): Promise<number> {
  const begin = performance.now();
  for (;;) {
    const status = await gate.ask(lines);
    const now = performance.now();
    if (status === wanted) return now;
    if (status !== 200 && status !== 401) throw new Error(`A gate answered ${status}.`);
    if (now - begin > LIMIT_MILLISECONDS) throw new Error(`A gate goes on answering ${status}.`);
    await delay(EVERY_MILLISECONDS);
  }
}

/** Checks good keys and already refused keys at gates, at a fixed rate, until it is stopped. */
export class Traffic {
  readonly #gates: readonly Pool[];
  readonly #good: string;
  readonly #pump: NodeJS.Timeout;
  readonly #ended: { readonly gate: Pool; readonly token: string }[] = [];
  readonly #pending = new Set<Promise<void>>();
  #failure: unknown;
  /** How often refused keys were checked again, and how many of those checks returned 401. */
  askedAgain = 0;
  refusedAgain = 0;

  constructor(gates: readonly Pool[], good: string, perSecond: number) {
    this.#gates = gates;
    this.#good = good;
    let due = performance.now();
    this.#pump = setInterval(() => {
      for (const now = performance.now(); due < now; due += 1_000 / perSecond) this.#send();
    }, 5);
  }

  /** Adds this key to those that are checked again at this gate. */
  refused(gate: Pool, token: string): void {
    this.#ended.push({ gate, token });
  }

  /** Stops, and checks every refused key once more. */
  async finish(): Promise<void> {
    clearInterval(this.#pump);
    for (const { gate, token } of this.#ended) this.#again(gate, token);
    await Promise.all(this.#pending);
    if (this.#failure !== undefined) throw this.#failure;
  }

  #send(): void {
    const ended = this.#ended[Math.floor(Math.random() * this.#ended.length)];
    if (ended !== undefined && Math.random() < 0.5) this.#again(ended.gate, ended.token);
    const gate = this.#gates[Math.floor(Math.random() * this.#gates.length)];
    this.#track(async () => {
      const status = await gate?.ask(withKey(this.#good));
      if (status !== 200) throw new Error(`A gate answered ${status} to a good key.`);
    });
  }

  #again(gate: Pool, token: string): void {
    this.askedAgain += 1;
    this.#track(async () => {
      if ((await gate.ask(withKey(token))) === 401) this.refusedAgain += 1;
    });
  }

  #track(ask: () => Promise<void>): void {
    const done = ask().catch((error: unknown) => {
      this.#failure ??= error;
    });
    this.#pending.add(done);
    void done.then(() => this.#pending.delete(done));
  }
}
