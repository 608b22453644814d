import type { Client } from 'pg';
import { asStorageError } from './errors.ts';
import type { DatabaseServer } from './server.ts';

/** The first half of the advisory locks of claims; the second is the number that is claimed. */
const CLAIMS = 72_034;
const ANSWER_MILLISECONDS = 5_000;

/**
 * A machine that lost its power or its network closes no connection, and PostgreSQL usually asks only after two hours. Until then no
 * other replica could take over what it had claimed.
 */
const settings = `SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 5;
  SET tcp_user_timeout = '15s'`;

/** Claims of one replica, which end with its connection. */
export class Claims {
  readonly #server: DatabaseServer;
  readonly #held = new Set<number>();
  #client: Promise<Client> | undefined;

  constructor(server: DatabaseServer) {
    this.#server = server;
  }

  /** @returns Whether this replica has it now; false if another one does. */
  async claim(id: number): Promise<boolean> {
    if (this.#held.has(id)) return true;
    try {
      const client = await this.#connected();
      const text = 'SELECT pg_try_advisory_lock($1, $2) AS got';
      const { rows } = await client.query({ name: 'lostwax_claim', text, values: [CLAIMS, id] });
      const { got } = rows[0] as { readonly got: boolean };
      if (got) this.#held.add(id);
      return got;
    } catch (error) {
      throw asStorageError(error);
    }
  }

  async release(id: number): Promise<void> {
    if (!this.#held.delete(id)) return;
    const client = await this.#connected();
    // A claim that can't be given back ends with the connection.
    await client.query('SELECT pg_advisory_unlock($1, $2)', [CLAIMS, id]).catch(() => {});
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    await client?.end().catch(() => {});
  }

  #connected(): Promise<Client> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#lose();
      throw error;
    });
    return this.#client;
  }

  async #connect(): Promise<Client> {
    const client = await this.#server.connect('claims', ANSWER_MILLISECONDS, () => this.#lose());
    try {
      await client.query(settings);
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
  }

  #lose(): void {
    this.#client = undefined;
    this.#held.clear();
  }
}
