import type { CheckedKey } from '../key.ts';

/** The keys of requests that have passed, by the request itself: nothing that a client sends can write there. */
export class RequestKeys<Request extends object> {
  readonly #keys = new WeakMap<Request, CheckedKey>();

  set(request: Request, key: CheckedKey): void {
    this.#keys.set(request, key);
  }

  /** @throws TypeError where no `requireKey()` came before: a route that relies on a key must not run without. */
  of(request: Request): CheckedKey {
    const key = this.#keys.get(request);
    if (key === undefined)
      throw new TypeError('This request has passed no requireKey(): put it before this route.');
    return key;
  }
}
