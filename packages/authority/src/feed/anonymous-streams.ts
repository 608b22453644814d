import type { ServerResponse } from 'node:http';
import { AuthorityError } from '../errors.ts';

/** How many streams of the public feed unregistered readers can have open. */
export interface AnonymousLimits {
  readonly inAll: number;
  readonly perAddress: number;
}

const usualLimits: AnonymousLimits = { inAll: 1_000, perAddress: 100 };

/**
 * Counts the open streams of unregistered readers. Each change is sent to all of them, so a client
 * that opens thousands slows down every issue and revocation. Registered readers are never refused.
 */
export class AnonymousStreams {
  readonly #limits: AnonymousLimits;
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  constructor(limits: AnonymousLimits = usualLimits) {
    this.#limits = limits;
  }

  /**
   * Counts a stream until its response closes.
   *
   * @throws {@link AuthorityError} `too_many_streams`.
   */
  admit(response: ServerResponse, address: string): void {
    const own = this.#byAddress.get(address) ?? 0;
    if (this.#count >= this.#limits.inAll || own >= this.#limits.perAddress) {
      throw new AuthorityError(
        'too_many_streams',
        'Too many unregistered readers are following this feed. Register this one (lostwax reader add) and pass its ID to the gate or verifier: registered readers are always admitted.',
      );
    }
    this.#count += 1;
    this.#byAddress.set(address, own + 1);
    response.once('close', () => this.#leave(address));
  }

  #leave(address: string): void {
    this.#count -= 1;
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#byAddress.delete(address);
    else this.#byAddress.set(address, left);
  }
}
