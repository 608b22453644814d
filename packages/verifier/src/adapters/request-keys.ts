import type { CheckedKey } from '../key.ts';
import type { KeyChecker } from '../verifier.ts';

interface Passed {
  readonly key: CheckedKey<unknown>;
  readonly verifier: KeyChecker<unknown>;
}

/** The keys of requests that have passed, by the request itself: nothing that a client sends can write there. */
export class RequestKeys<Request extends object> {
  readonly #passed = new WeakMap<Request, Passed>();

  set<Claims>(request: Request, key: CheckedKey<Claims>, verifier: KeyChecker<Claims>): void {
    this.#passed.set(request, { key, verifier });
  }

  has(request: Request): boolean {
    return this.#passed.has(request);
  }

  /**
   * @param verifier - Whose claims are wanted.
   * @throws TypeError where no `requireKey()` came before, or one with another verifier: a route that relies on a key must not run
   *   without.
   */
  of<Claims>(request: Request, verifier: KeyChecker<Claims> | undefined): CheckedKey<Claims> {
    const passed = this.#passed.get(request);
    if (passed === undefined || (verifier !== undefined && passed.verifier !== verifier)) {
      throw new TypeError(
        `No requireKey()${verifier && ' of this verifier'} ran for this request. Add it before this route.`,
      );
    }
    // What this verifier gave is what its type says.
    return passed.key as CheckedKey<Claims>;
  }
}
