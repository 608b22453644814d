import type { CustomerRow, KeyRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import type { Ledger } from '../audit/ledger.ts';
import { newCustomer } from '../customers/rows.ts';
import { type Complete, newKeyRow, recordKey } from './insert.ts';

/**
 * The new keys and customers of one operation, stored together at its end: a statement each would take most of the
 * time. Until then, no query returns them.
 */
export class NewRows {
  readonly #ledger: Ledger;
  readonly #actor: Actor;
  readonly #keyIds: Iterator<number>;
  readonly #customerIds: Iterator<number>;
  readonly #keys: KeyRow[] = [];
  readonly #customers: CustomerRow[] = [];

  private constructor(
    ledger: Ledger,
    actor: Actor,
    keyIds: readonly number[],
    customerIds: readonly number[],
  ) {
    this.#ledger = ledger;
    this.#actor = actor;
    this.#keyIds = keyIds.values();
    this.#customerIds = customerIds.values();
  }

  /** @param most - How many rows there can be. */
  static async reserve(
    ledger: Ledger,
    actor: Actor,
    most: { readonly keys: number; readonly customers: number },
  ): Promise<NewRows> {
    const { keys, customers } = ledger.tx.db;
    return new NewRows(ledger, actor, await keys.newIds(most.keys), await customers.newIds(most.customers));
  }

  addCustomer(subject: string): CustomerRow {
    const { workspace, at } = this.#ledger;
    const row = { id: next(this.#customerIds), ...newCustomer(workspace, subject, at) };
    this.#customers.push(row);
    return row;
  }

  /** @param complete - The key, given its row ID. */
  addKey(customer: CustomerRow, complete: (id: number) => Complete): KeyRow {
    const ledger = this.#ledger;
    const id = next(this.#keyIds);
    const key = complete(id);
    // The spread comes first, because V8 then copies the row in one step.
    const row = { ...newKeyRow(ledger, ledger.workspace, this.#actor, customer, key), id };
    recordKey(ledger, customer, row, key);
    this.#keys.push(row);
    return row;
  }

  async store(): Promise<void> {
    const { keys, customers } = this.#ledger.tx.db;
    await customers.insertAll(this.#customers);
    await keys.insertAll(this.#keys);
  }
}

function next(ids: Iterator<number>): number {
  const { value, done } = ids.next();
  if (done) throw new Error('More rows were added than were announced.');
  return value;
}
