import type { Credentials } from '../api/connection.ts';
import { SessionUnavailable } from '../api/errors.ts';

/** A session of the page's own backend: what `portal-sessions` with `embed` answered. */
export interface EmbedSession {
  readonly token: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** Renewed this long before it ends, so that no request is caught by the end. */
const RENEW_BEFORE_MS = 60_000;
/** What is believed of a token's life: a clock that is wrong would else never renew it, or ask for one with each request. */
const LONGEST_MS = 15 * 60_000;
const SHORTEST_MS = 2 * RENEW_BEFORE_MS;

/**
 * The token of an embedded session: in memory and nowhere else, asked for when there is none, and anew before it ends. Requests
 * that come at once wait for one answer. Where the page cannot give one, nothing is asked again until a person says so.
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

  /** Drops what there is: the next request asks anew. */
  forget(): void {
    this.#asked = undefined;
    this.#endsAt = 0;
  }

  #ask(): void {
    // Holds until the answer says when it ends; a refusal holds until it is forgotten.
    this.#endsAt = Number.POSITIVE_INFINITY;
    const askedAt = Date.now();
    this.#asked = Promise.resolve()
      .then(this.#getSession)
      .then((session) => {
        const left = Date.parse(session.expiresAt) - askedAt;
        this.#endsAt = askedAt + Math.min(Math.max(left, SHORTEST_MS), LONGEST_MS);
        return session;
      });
    // Whoever asked hears of it; a page that is gone by then need not.
    this.#asked.catch(() => undefined);
  }
}
