/**
 * Rows that wait to be sent, by customer. Keys of one customer are neighbors in the authority's indexes, so sending them
 * together changes far fewer pages of its database than sending one key of each customer in turn.
 */
export class WaitingRows<Row> {
  readonly #byCustomer = new Map<string, Row[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(customer: string, row: Row): void {
    const rows = this.#byCustomer.get(customer);
    if (rows === undefined) this.#byCustomer.set(customer, [row]);
    else rows.push(row);
    this.#size += 1;
  }

  /** Removes up to `most` rows of the customers that have waited longest, each customer's in the order they came. */
  take(most: number): Row[] {
    const taken: Row[] = [];
    for (const [customer, rows] of this.#byCustomer) {
      for (const row of rows.splice(0, most - taken.length)) taken.push(row);
      if (rows.length > 0) break;
      this.#byCustomer.delete(customer);
    }
    this.#size -= taken.length;
    return taken;
  }
}
