import type { Pointer } from '@lostwax/contract';
import { FeedError } from './feed-error.ts';

/** Passes pointers from the loop that fetches them to the one that fetches the files they name. */
export class PointerWatch {
  readonly #latest = new Map<string, Pointer>();
  #heard = Promise.withResolvers<void>();

  latest(address: string): Pointer | undefined {
    return this.#latest.get(address);
  }

  hear(address: string, pointer: Pointer): void {
    this.#latest.set(address, pointer);
    this.#heard.resolve();
    this.#heard = Promise.withResolvers();
  }

  /**
   * Waits until the latest pointer isn't `seen`, and returns it.
   *
   * @throws {@link FeedError} `timeout` if no pointer arrives for that long; the signal's reason.
   */
  async next(
    address: string,
    seen: Pointer | undefined,
    limitMilliseconds: number,
    signal: AbortSignal,
  ): Promise<Pointer> {
    for (;;) {
      const latest = this.#latest.get(address);
      if (latest !== undefined && latest !== seen) return latest;
      const { promise: ended, reject } = Promise.withResolvers<never>();
      const stop = (): void => reject(signal.reason);
      const late = (): void =>
        reject(new FeedError('timeout', `No pointer has arrived for ${limitMilliseconds / 1000} s.`));
      const timer = setTimeout(late, limitMilliseconds);
      signal.addEventListener('abort', stop);
      try {
        if (signal.aborted) stop();
        await Promise.race([this.#heard.promise, ended]);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      }
    }
  }
}
