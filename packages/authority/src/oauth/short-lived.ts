import type { Adapter, AdapterPayload } from 'oidc-provider';
import { errors } from 'oidc-provider';

/** How many IDs are kept. */
const MOST = 20_000;

/**
 * IDs that must be remembered for some minutes: used assertions, or revoked access tokens. Kept in bounded memory. When it is full, nothing more
 * is accepted, because forgetting an ID would allow it to be used again.
 */
export class ShortLived {
  readonly #now: () => number;
  /** When each ID may be forgotten, in milliseconds. */
  readonly #until = new Map<string, number>();

  /** @param now - Milliseconds since the Unix epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  has(id: string): boolean {
    return (this.#until.get(id) ?? 0) > this.#now();
  }

  /** All IDs that are still remembered. */
  live(): readonly string[] {
    this.#forget();
    return [...this.#until.keys()];
  }

  /** @throws `temporarily_unavailable`, status 503, when there is no room. */
  add(id: string, seconds: number): void {
    if (this.#until.size >= MOST) this.#forget();
    if (this.#until.size >= MOST) throw unavailable('too much is remembered at the moment');
    this.#until.set(id, this.#now() + seconds * 1_000);
  }

  #forget(): void {
    for (const [id, until] of this.#until) if (until <= this.#now()) this.#until.delete(id);
  }
}

/** An error that tells the client to try again: `temporarily_unavailable` with status 503. */
export function unavailable(description: string): Error {
  const error = new errors.TemporarilyUnavailable(description);
  return Object.assign(error, { status: 503, statusCode: 503 });
}

/** The storage for used assertions. */
export function replayAdapter(seen: ShortLived): Adapter {
  return {
    ...nothingKept,
    find: async (id) => (seen.has(id) ? { jti: id } : undefined),
    upsert: async (id, _payload, expiresIn = 0) => {
      // Two simultaneous requests may both have found nothing.
      if (seen.has(id)) throw new errors.InvalidClientAuth('client assertion tokens must only be used once');
      seen.add(id, expiresIn);
    },
  };
}

/** A storage that is only read. */
export function readOnly(find: (id: string) => Promise<AdapterPayload | undefined>): Adapter {
  return { ...nothingKept, find };
}

export const nothingKept: Adapter = {
  upsert: async () => {},
  find: async () => undefined,
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
};
