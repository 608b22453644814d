/** A cache with a time limit and a maximum size. When it is full, the oldest value is dropped. */
export class Recent<Value> {
  readonly #most: number;
  readonly #milliseconds: number;
  readonly #kept = new Map<string, { readonly value: Value; readonly until: number }>();

  constructor(most: number, milliseconds: number) {
    this.#most = most;
    this.#milliseconds = milliseconds;
  }

  get(name: string): Value | undefined {
    const kept = this.#kept.get(name);
    if (kept === undefined) return undefined;
    if (performance.now() < kept.until) return kept.value;
    this.#kept.delete(name);
    return undefined;
  }

  put(name: string, value: Value): void {
    this.#kept.delete(name);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= this.#most && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(name, { value, until: performance.now() + this.#milliseconds });
  }
}
