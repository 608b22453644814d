import type { CheckedKey } from '../key.ts';
import type { KeyChecker } from '../verifier.ts';

interface Passed {
  readonly key: CheckedKey<unknown>;
  readonly verifier: KeyChecker<unknown>;
}

/**
 * The keys of requests that passed, stored by request object, so that nothing a client sends can forge an
 * entry.
 */
export class RequestKeys<Request extends object> {
  readonly #passed = new WeakMap<Request, Passed>();

  set<Claims>(request: Request, key: CheckedKey<Claims>, verifier: KeyChecker<Claims>): void {
    this.#passed.set(request, { key, verifier });
  }

  has(request: Request): boolean {
    return this.#passed.has(request);
  }

  /**
   * @param verifier - The verifier whose claims type is wanted.
   * @throws TypeError if no `requireKey()` ran before, or only one with another verifier: a route that relies
   *   on a key must not run without one.
   */
  of<Claims>(request: Request, verifier: KeyChecker<Claims> | undefined): CheckedKey<Claims> {
    const passed = this.#passed.get(request);
    if (passed === undefined || (verifier !== undefined && passed.verifier !== verifier)) {
      throw new TypeError(
        `No requireKey()${verifier && ' of this verifier'} ran for this request. Add it before this route.`,
      );
    }
    // The key came from this verifier, so the claims have its type.
    return passed.key as CheckedKey<Claims>;
  }
}
