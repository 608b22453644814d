import type { PinEntry } from './target.ts';

/** Parts that wait for the gateway. With more, the download pauses. */
const MOST_WAITING = 4;

/** The snapshot won't be completed, or nobody wants it: what has been read of it is void. */
export class AbandonedError extends Error {
  override readonly name = 'AbandonedError';
}

/** The first set on its way to the gateway, while its snapshot is still being read. */
export class EarlySet {
  readonly #waiting: (readonly PinEntry[])[] = [];
  #isWhole = false;
  #isConfirmed = false;
  #isAbandoned = false;
  #changed = Promise.withResolvers<void>();

  /** @returns Resolves when there is room for more. */
  async add(part: readonly PinEntry[]): Promise<void> {
    if (this.#isAbandoned) return;
    this.#waiting.push(part);
    this.#tell();
    while (this.#waiting.length >= MOST_WAITING && !this.#isAbandoned) await this.#changed.promise;
  }

  /**
   * A whole set has been loaded.
   *
   * @returns Whether it is this one. A later one isn't.
   */
  complete(): boolean {
    if (this.#isWhole || this.#isAbandoned) return false;
    this.#isWhole = true;
    this.#tell();
    return true;
  }

  /** A head has confirmed the set. */
  confirm(): void {
    this.#isConfirmed = true;
    this.#tell();
  }

  abandon(): void {
    this.#isAbandoned = true;
    this.#waiting.length = 0;
    this.#tell();
  }

  /**
   * Its entries, once. Ends when the set is whole and confirmed, and not before.
   *
   * @throws {@link AbandonedError}
   */
  async *parts(): AsyncGenerator<readonly PinEntry[], void, void> {
    for (;;) {
      if (this.#isAbandoned) throw new AbandonedError('The set is not read any further.');
      const part = this.#waiting.shift();
      if (part !== undefined) {
        this.#tell();
        yield part;
      } else if (this.#isWhole && this.#isConfirmed) return;
      else await this.#changed.promise;
    }
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
