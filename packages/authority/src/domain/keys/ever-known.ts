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
  readonly #keys = new Map<string, KnownKey>();
  readonly customers: Map<string, CustomerRow>;

  private constructor(customers: Map<string, CustomerRow>) {
    this.customers = customers;
  }

  static async among(db: Reads, workspace: WorkspaceRow, items: readonly ForeignKey[]): Promise<EverKnown> {
    const subjects = items.map(({ customer }) => customer);
    const known = new EverKnown(await customersAmong(db, workspace, subjects));
    for (const pins of portions(items.map(({ pin }) => pin))) {
      for (const row of await db.keys.byPins(pins)) known.add(row.pin, row);
      const secrets = new Map(pins.map((pin) => [secretHashCredential(pin), pin]));
      for (const row of await db.keys.byCredentials([...secrets.keys()]))
        known.add(secrets.get(row.credential ?? '') ?? row.pin, row);
    }
    return known;
  }

  /** @returns A key of any workspace, method and state. */
  key(pin: Uint8Array): KnownKey | undefined {
    return this.#keys.get(text(pin));
  }

  add(pin: KeyRow['pin'], key: KnownKey): void {
    this.#keys.set(text(pin), key);
  }
}

function text(pin: Uint8Array): string {
  return Buffer.from(pin.buffer, pin.byteOffset, pin.length).toString('latin1');
}
