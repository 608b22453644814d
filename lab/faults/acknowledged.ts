/** What clients asked of the authority and what it acknowledged: all that the checker knows. */

export type State = 'active' | 'disabled' | 'revoked';

/** A key that clients know of. */
export interface Known {
  readonly id: string;
  readonly name: string;
  /** Undefined if the answer that held it was lost. */
  readonly token: string | undefined;
  /** The key that it replaces. */
  readonly replaces: string | undefined;
  /** When the token expires, in milliseconds since the Unix epoch. */
  readonly expiresAt: number | undefined;
  /** When the key ends according to the database: when it expires, or earlier if it was rotated. Unknown before a check. */
  endsAt: number | undefined;
  /** More than one while it isn't known whether an unanswered change was made. */
  states: readonly State[];
  replacedBy: string | undefined;
  /** A client is changing it. */
  isBusy: boolean;
  /** Changed since the last check. */
  isTouched: boolean;
}

/** All keys of one authority, and the requests for keys that were not answered. */
export class Acknowledged {
  readonly keys = new Map<string, Known>();
  /** Names of keys whose issue wasn't answered. */
  readonly unansweredIssues = new Set<string>();
  /** Keys whose rotation wasn't answered. */
  readonly unansweredRotations = new Set<string>();
  acknowledged = 0;
  unanswered = 0;
  refused = 0;
  #names = 0;

  nextName(): string {
    this.#names += 1;
    return `k${this.#names}`;
  }

  add(
    id: string,
    name: string,
    { token, replaces, expiresAt }: Partial<Pick<Known, 'token' | 'replaces' | 'expiresAt'>> = {},
  ): Known {
    const key: Known = {
      ...{ id, name, token, replaces, expiresAt, endsAt: expiresAt, states: ['active'] },
      ...{ replacedBy: undefined, isBusy: false, isTouched: true },
    };
    this.keys.set(id, key);
    const old = replaces === undefined ? undefined : this.keys.get(replaces);
    if (old !== undefined) old.replacedBy = id;
    return key;
  }

  /** Keys that no client is changing, and whose state is known and one of these. */
  idle(...states: State[]): Known[] {
    return [...this.keys.values()].filter(
      (key) => !key.isBusy && key.states.length === 1 && states.includes(key.states[0] as State),
    );
  }
}
