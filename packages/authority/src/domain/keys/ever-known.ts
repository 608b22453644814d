import type { Reads } from '../../store/queries/queries.ts';
import type { CustomerRow, KeyRow, OwnedKeyRow, WorkspaceRow } from '../../store/rows.ts';
import { customersAmong } from '../customers/rows.ts';
import { secretHashCredential } from '../methods/oauth-client.ts';
import { portions } from '../portions.ts';
import type { ForeignKey } from './types.ts';

/** What an import needs of a key that exists already. */
export type KnownKey = Pick<
  OwnedKeyRow,
  'kid' | 'workspace_id' | 'method' | 'revoked_at' | 'expires_at' | 'disabled_at' | 'customer_subject'
>;

/**
 * What the authority knows of the keys of one import and their customers, read with a few statements for all of them.
 * It is valid inside the transaction that read it, which adds what it creates.
 */
export class EverKnown {
  readonly customers: Map<string, CustomerRow>;
  readonly #db: Reads;
  readonly #keys = new Map<string, KnownKey>();
  /** How many keys each customer had in the store when it was first asked, and how many were added since the beginning. */
  readonly #stored = new Map<number, number>();
  readonly #added = new Map<number, number>();

  private constructor(db: Reads, customers: Map<string, CustomerRow>) {
    this.#db = db;
    this.customers = customers;
  }

  static async among(db: Reads, workspace: WorkspaceRow, items: readonly ForeignKey[]): Promise<EverKnown> {
    const subjects = items.map(({ customer }) => customer);
    const known = new EverKnown(db, await customersAmong(db, workspace, subjects));
    for (const pins of portions(items.map(({ pin }) => pin))) {
      for (const row of await db.keys.byPins(pins)) known.#keys.set(text(row.pin), row);
      const secrets = new Map(pins.map((pin) => [secretHashCredential(pin), pin]));
      for (const row of await db.keys.byCredentials([...secrets.keys()]))
        known.#keys.set(text(secrets.get(row.credential ?? '') ?? row.pin), row);
    }
    return known;
  }

  /** How many of these keys and customers don't exist. */
  missing(items: readonly ForeignKey[]): { readonly keys: number; readonly customers: number } {
    const subjects = new Set(items.map(({ customer }) => customer));
    return {
      keys: items.filter(({ pin }) => this.key(pin) === undefined).length,
      customers: [...subjects].filter((subject) => !this.customers.has(subject)).length,
    };
  }

  /** @returns A key of any workspace, method and state. */
  key(pin: Uint8Array): KnownKey | undefined {
    return this.#keys.get(text(pin));
  }

  /** A key that is stored at the end of the transaction. */
  add(row: KeyRow, customer: string): void {
    const { kid, workspace_id, method, revoked_at, expires_at, disabled_at } = row;
    const known = { kid, workspace_id, method, revoked_at, expires_at, disabled_at };
    this.#keys.set(text(row.pin), { ...known, customer_subject: customer });
    this.#added.set(row.customer_id, (this.#added.get(row.customer_id) ?? 0) + 1);
  }

  /** As the store counts, and those that were added. */
  readonly countLive: Reads['keys']['countLive'] = async (customerId, now) => {
    const stored = this.#stored.get(customerId) ?? (await this.#db.keys.countLive(customerId, now));
    this.#stored.set(customerId, stored);
    return stored + (this.#added.get(customerId) ?? 0);
  };
}

function text(pin: Uint8Array): string {
  return Buffer.from(pin.buffer, pin.byteOffset, pin.length).toString('latin1');
}
