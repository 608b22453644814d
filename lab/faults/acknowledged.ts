/** What clients asked of the authority and what it acknowledged: all that the checker knows. */

import type { Random } from '../../tools/testing/random.ts';

const LEAST_CUSTOMERS = 3;

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
  /** Whose keys are changed together, if so. */
  readonly customer: Customer | undefined;
}

/** A customer whose keys are changed together, by one client at a time. */
export interface Customer {
  readonly name: string;
  readonly keys: Known[];
  /** More than one while it isn't known whether an unanswered change was made. */
  states: readonly ('active' | 'suspended')[];
  /** A client is changing its keys, or it isn't known what became of an unanswered change. */
  isBusy: boolean;
}

/** All keys of one authority, and the requests for keys that were not answered. */
export class Acknowledged {
  readonly keys = new Map<string, Known>();
  /** Names of keys whose issue wasn't answered. */
  readonly unansweredIssues = new Set<string>();
  /** Keys whose rotation wasn't answered. */
  readonly unansweredRotations = new Set<string>();
  readonly customers = new Map<string, Customer>();
  /** The names of keys that one unanswered request would create. */
  createdTogether: (readonly string[])[] = [];
  /** Keys that one unanswered request would revoke. */
  revokedTogether: (readonly Known[])[] = [];
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
    given: Partial<Pick<Known, 'token' | 'replaces' | 'expiresAt' | 'customer'>> = {},
  ): Known {
    const { token, replaces, expiresAt, customer } = given;
    const key: Known = {
      ...{ id, name, token, replaces, expiresAt, endsAt: expiresAt, states: ['active'], customer },
      ...{ replacedBy: undefined, isBusy: false, isTouched: true },
    };
    this.keys.set(id, key);
    customer?.keys.push(key);
    const old = replaces === undefined ? undefined : this.keys.get(replaces);
    if (old !== undefined) old.replacedBy = id;
    return key;
  }

  /** A customer that no client is changing; a new one if there are few of them. */
  freeCustomer(random: Random): Customer {
    const free = [...this.customers.values()].filter(({ isBusy }) => !isBusy);
    if (free.length >= LEAST_CUSTOMERS) return random.pick(free);
    const name = `customer-${this.customers.size + 1}`;
    const customer: Customer = { name, keys: [], states: ['active'], isBusy: false };
    this.customers.set(name, customer);
    return customer;
  }

  /** Keys that no client is changing, and whose state is known and one of these. */
  idle(...states: State[]): Known[] {
    return [...this.keys.values()].filter(
      (key) => !key.isBusy && key.states.length === 1 && states.includes(key.states[0] as State),
    );
  }
}
