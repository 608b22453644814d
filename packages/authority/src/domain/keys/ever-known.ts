import type { Reads } from '../../store/queries/queries.ts';
import type { CustomerRow, KeyRow, OwnedKeyRow, WorkspaceRow } from '../../store/rows.ts';
import { secretHashCredential } from '../methods/oauth-client.ts';
import type { ForeignKey } from './types.ts';

/** What an import needs of a key that exists already. */
export type KnownKey = Pick<
  OwnedKeyRow,
  'kid' | 'workspace_id' | 'method' | 'revoked_at' | 'expires_at' | 'disabled_at' | 'customer_subject'
>;

/** Bound by the number of values that a statement can have. */
const AT_ONCE = 500;

/**
 * What the authority knows of the keys of one import and their customers, read with a few statements for all of them.
 * It is valid inside the transaction that read it, which adds what it creates.
 */
export class EverKnown {
  readonly #keys = new Map<string, KnownKey>();
  readonly customers = new Map<string, CustomerRow>();

  static async among(db: Reads, workspace: WorkspaceRow, items: readonly ForeignKey[]): Promise<EverKnown> {
    const known = new EverKnown();
    for (let from = 0; from < items.length; from += AT_ONCE) {
      const some = padded(items.slice(from, from + AT_ONCE));
      const pins = some.map(({ pin }) => pin);
      for (const row of await db.keys.byPins(pins)) known.add(row.pin, row);
      const secrets = new Map(pins.map((pin) => [secretHashCredential(pin), pin]));
      for (const row of await db.keys.byCredentials([...secrets.keys()]))
        known.add(secrets.get(row.credential ?? '') ?? row.pin, row);
      const subjects = some.map(({ customer }) => customer);
      for (const row of await db.customers.bySubjects(workspace.id, subjects))
        known.customers.set(row.subject ?? '', row);
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

/** Lists of few lengths need few prepared statements. */
function padded<Item>(items: readonly Item[]): readonly Item[] {
  const [first] = items;
  if (first === undefined) return items;
  const length = Math.min(AT_ONCE, 2 ** Math.ceil(Math.log2(items.length)));
  return [...items, ...Array<Item>(length - items.length).fill(first)];
}

function text(pin: Uint8Array): string {
  return Buffer.from(pin.buffer, pin.byteOffset, pin.length).toString('latin1');
}
