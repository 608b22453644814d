import type { Reads } from '../../store/queries/queries.ts';
import type { CustomerRow, KeyRow, OwnedKeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { View } from '../access/actor.ts';
import { customersAmong } from '../customers/rows.ts';
import { secretHashCredential } from '../methods/oauth-client.ts';
import { opaqueMethod } from '../methods/opaque.ts';
import { portions } from '../portions.ts';
import { mostKeys } from './admission.ts';
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
  readonly #keys = new Map<string, KnownKey>();
  /** How many live keys each customer has that has a limit, or is new; those of others are not counted. */
  readonly #live = new Map<string, number>();

  private constructor(customers: Map<string, CustomerRow>) {
    this.customers = customers;
  }

  static async among(
    db: Reads,
    workspace: WorkspaceRow,
    items: readonly ForeignKey[],
    view: View,
    now: number,
  ): Promise<EverKnown> {
    const subjects = items.map(({ customer }) => customer);
    const known = new EverKnown(await customersAmong(db, workspace, subjects));
    for (const [subject, customer] of known.customers) {
      if (mostKeys(workspace, customer, view) !== null)
        known.#live.set(subject, await db.keys.countLive(customer.id, now));
    }
    // Most authorities have none, and to look for 500 of them takes as long as to insert 50 keys.
    const hasCredentials = await db.keys.hasCredentials();
    for (const pins of portions(items.map(({ pin }) => pin))) {
      for (const row of await db.keys.byPins(pins)) known.#keys.set(text(row.pin), row);
      if (hasCredentials) await known.#addClients(db, pins);
    }
    return known;
  }

  /** OAuth clients whose secrets have these hashes. */
  async #addClients(db: Reads, pins: readonly Uint8Array[]): Promise<void> {
    const secrets = new Map(pins.map((pin) => [secretHashCredential(pin), pin]));
    for (const row of await db.keys.byCredentials([...secrets.keys()]))
      this.#keys.set(text(secrets.get(row.credential ?? '') ?? row.pin), row);
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
  add(
    { pin, kid, workspace_id, method, revoked_at, expires_at, disabled_at }: KeyRow,
    customer: string,
  ): void {
    const known = { kid, workspace_id, method, revoked_at, expires_at, disabled_at };
    this.#addActive(pin, customer, known);
  }

  /** A key that a dry run would create. It has no ID. */
  addPlanned({ id }: WorkspaceRow, { pin, customer }: ForeignKey): void {
    const never = { revoked_at: null, expires_at: null, disabled_at: null };
    const known = { kid: '', workspace_id: id, method: opaqueMethod.name, ...never };
    this.#addActive(pin, customer, known);
  }

  #addActive(pin: Uint8Array, customer: string, known: Omit<KnownKey, 'customer_subject'>): void {
    this.#keys.set(text(pin), { ...known, customer_subject: customer });
    this.#live.set(customer, this.liveKeys(customer) + 1);
  }

  /** How many live keys a customer has that has a limit, or is new; with those that were added. */
  liveKeys(customer: string): number {
    return this.#live.get(customer) ?? 0;
  }
}

function text(pin: Uint8Array): string {
  return Buffer.from(pin.buffer, pin.byteOffset, pin.length).toString('latin1');
}
