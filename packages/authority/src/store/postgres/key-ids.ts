import type { Client } from 'pg';

/** IDs that are fetched at once: for the operations of a transaction at most, and when these don't suffice. */
const FIRST = 128;
const MOST = 1_000;

/**
 * Row IDs for the new keys of one transaction, fetched before the rows so that the inserts needn't be waited for. What is left
 * over is never used: then another replica's next keys get higher IDs, in the order of their changes.
 */
export class KeyIds {
  readonly #client: Client;
  #left: number[] = [];
  #next = FIRST;
  #coming: Promise<readonly number[]> | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** A transaction begins. */
  clear(): void {
    this.#left = [];
    this.#next = FIRST;
    this.#coming = undefined;
  }

  /**
   * The transaction holds the lock. Asks for its IDs without waiting for them.
   *
   * @param operations - How many operations it has; each may create a key.
   */
  expect(operations: number): void {
    this.#coming = this.#fetch(Math.min(FIRST, operations));
  }

  async take(): Promise<number> {
    for (;;) {
      const id = this.#left.shift();
      if (id !== undefined) return id;
      // One operation may create many.
      const ids = await (this.#coming ?? this.#more());
      this.#coming = undefined;
      this.#left = [...ids];
    }
  }

  /** Takes many at once. Those that were fetched before come first, so that the order of the keys stays. */
  async takeAll(count: number): Promise<readonly number[]> {
    const held = [...this.#left, ...((await this.#coming) ?? [])];
    this.#coming = undefined;
    this.#left = held.slice(count);
    if (held.length >= count) return held.slice(0, count);
    return [...held, ...(await this.#fetch(count - held.length))];
  }

  #more(): Promise<readonly number[]> {
    const count = this.#next;
    this.#next = Math.min(MOST, 2 * count);
    return this.#fetch(count);
  }

  #fetch(count: number): Promise<readonly number[]> {
    const query = { name: 'lostwax_key_ids', text: IDS, values: [count] };
    const ids = this.#client.query(query).then(({ rows }) => rows.map((row: { id: number }) => row.id));
    // Trouble shows in the statement that needs them.
    ids.catch(() => {});
    return ids;
  }
}

const IDS = `SELECT nextval(pg_get_serial_sequence('keys', 'id')) AS id FROM generate_series(1, $1::int) ORDER BY id`;
