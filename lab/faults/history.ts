/** What a client saw, with times in milliseconds of `performance.now()`. */
interface Seen {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/**
 * The history of a value that only grows: one client writes 1, 2, 3 …, others read, each at any replica.
 *
 * It is in order if there is one moment for each request, between its beginning and its end, at which it could have happened. With
 * one writer that comes down to two rules: a read returns at least what was written or read before it began, and at most what had
 * been begun before it ended.
 */
export class History {
  readonly #what: string;
  readonly #writes: (Omit<Seen, 'to'> & { to: number })[] = [];
  readonly #reads: Seen[] = [];

  constructor(what: string) {
    this.#what = what;
  }

  get reads(): number {
    return this.#reads.length;
  }

  /** Records a write. One that throws may have happened at any time since. */
  async wrote(value: number, act: () => Promise<unknown>): Promise<void> {
    const write = { from: performance.now(), to: Number.POSITIVE_INFINITY, value };
    this.#writes.push(write);
    await act();
    write.to = performance.now();
  }

  async read(act: () => Promise<number>): Promise<void> {
    const from = performance.now();
    const value = await act();
    this.#reads.push({ from, to: performance.now(), value });
  }

  /** @throws Error if a read shows an older value after a newer one, or one that didn't exist yet. */
  check(): void {
    const known = [...this.#writes, ...this.#reads].toSorted((a, b) => a.to - b.to);
    let [index, least] = [0, 0];
    for (const { from, to, value } of this.#reads.toSorted((a, b) => a.from - b.from)) {
      for (let next = known[index]; next !== undefined && next.to < from; next = known[index]) {
        least = Math.max(least, next.value);
        index += 1;
      }
      if (value < least) throw new Error(`${this.#what}: ${value} was read after ${least}`);
      const most = this.#writes.findLast((write) => write.from <= to)?.value ?? 0;
      if (value > most)
        throw new Error(`${this.#what}: ${value} was read, and ${most} is the latest that was written`);
    }
  }
}
