import type { Credentials } from '../api/connection.ts';
import { SessionUnavailable } from '../api/errors.ts';

/** A session of the page's own backend: what `portal-sessions` with `embed` answered. */
export interface EmbedSession {
  readonly token: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** Renewed this long before it expires, so that no request fails. */
const RENEW_BEFORE_MS = 60_000;
/** Bounds of a token's lifetime: with a wrong clock it would otherwise never be renewed, or be renewed for each request. */
const LONGEST_MS = 15 * 60_000;
const SHORTEST_MS = 2 * RENEW_BEFORE_MS;

/**
 * The token of an embedded session: kept in memory only, requested when there is none, and renewed before it expires. Concurrent requests wait
 * for one answer. If the page can't provide one, it isn't asked again until the user retries.
 */
export class TokenSource implements Credentials {
  readonly cookies = 'omit';
  readonly #getSession: () => Promise<EmbedSession>;
  readonly #onUnavailable: () => void;
  #asked: Promise<EmbedSession> | undefined;
  #endsAt = 0;

  constructor(getSession: () => Promise<EmbedSession>, onUnavailable: () => void) {
    this.#getSession = getSession;
    this.#onUnavailable = onUnavailable;
  }

  /** @throws {@link SessionUnavailable} when the page has given no session. */
  async headers(): Promise<Readonly<Record<string, string>>> {
    if (this.#asked === undefined || Date.now() > this.#endsAt - RENEW_BEFORE_MS) this.#ask();
    try {
      const session = await this.#asked;
      return { authorization: `Bearer ${session?.token ?? ''}` };
    } catch (cause) {
      this.#onUnavailable();
      throw new SessionUnavailable('The page gave no session.', { cause });
    }
  }

  /** Drops the token: the next request asks for a new one. */
  forget(): void {
    this.#asked = undefined;
    this.#endsAt = 0;
  }

  #ask(): void {
    // Valid until the answer says when it expires; a refusal is kept until it is forgotten.
    this.#endsAt = Number.POSITIVE_INFINITY;
    const askedAt = Date.now();
    this.#asked = Promise.resolve()
      .then(this.#getSession)
      .then((session) => {
        const left = Date.parse(session.expiresAt) - askedAt;
        this.#endsAt = askedAt + Math.min(Math.max(left, SHORTEST_MS), LONGEST_MS);
        return session;
      });
    // Every caller gets the rejection; nobody else needs to handle it.
    this.#asked.catch(() => undefined);
  }
}
