import type { Client, ClientBase, Pool, QueryConfig, QueryResult } from 'pg';
import type { Announced, TakeOver } from '../failover.ts';
import type { Dialect } from '../sql/dialect.ts';
import { connect, readPool } from './connect.ts';
import { settleFailover } from './failover.ts';
import { WriteSession } from './session.ts';
import { replaced, timelineOf } from './timeline.ts';

/** Dependencies of a {@link DatabaseServer}. */
export interface ServerOptions {
  readonly url: string;
  readonly dialect: Dialect;
  /** Undefined: failovers are not looked for. */
  readonly takeOver: TakeOver | undefined;
  readonly announced: () => Announced;
}

/**
 * The database server behind an address. Each new connection may reach another one than those before it, so each is asked for its
 * timeline. Nothing is read or written on a server that has taken over until it is decided what that means, and nothing on one
 * that was replaced.
 */
export class DatabaseServer {
  readonly #options: ServerOptions;
  readonly #pool: Pool;
  readonly #timelines = new WeakMap<ClientBase, number>();
  /** Ends each connection outside of the pool. */
  readonly #open = new Map<Client, () => void>();
  #newest = 0;
  #settled = 0;
  #settling: Promise<void> | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#pool = readPool(options.url, (client) => {
      // The query in progress fails with it; without a listener it would end the process.
      client.on('error', () => {});
      return this.#admit(client);
    });
  }

  /** Runs one query on a connection that reads share. */
  readonly read = async (query: QueryConfig): Promise<QueryResult> => {
    for (;;) {
      const client = await this.#pool.connect();
      let isGood = false;
      try {
        if (this.#isOld(client)) continue;
        const result = await client.query(query);
        isGood = true;
        return result;
      } finally {
        client.release(!isGood);
      }
    }
  };

  /** As `connect`, which see. @throws {@link AuthorityError} `storage_unavailable` for a standby or a replaced server. */
  async connect(name: string, milliseconds: number, lost: () => void = () => {}): Promise<Client> {
    let isLost = false;
    let tell = (): void => {
      isLost = true;
    };
    const client = await this.#connect(name, milliseconds, () => tell());
    try {
      await this.#admit(client);
      if (isLost) throw replaced();
      tell = lost;
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #connect(name: string, milliseconds: number, lost: () => void): Promise<Client> {
    const gone = (): void => {
      if (this.#open.delete(client)) lost();
    };
    const client: Client = await connect(this.#options.url, name, milliseconds, gone);
    this.#open.set(client, () => {
      gone();
      client.end().catch(() => {});
    });
    return client;
  }

  async #admit(client: ClientBase): Promise<void> {
    const { takeOver } = this.#options;
    const timeline = await this.#see(client);
    while (takeOver !== undefined && this.#settled < timeline) {
      this.#settling ??= this.#settle(takeOver).finally(() => {
        this.#settling = undefined;
      });
      await this.#settling;
    }
    if (this.#isOld(client)) throw replaced();
  }

  /** Asks for the timeline, and ends the connections to a server that this one has replaced. */
  async #see(client: ClientBase): Promise<number> {
    const timeline = (await timelineOf(client)) ?? this.#newest;
    if (timeline < this.#newest) throw replaced();
    this.#newest = timeline;
    this.#timelines.set(client, timeline);
    for (const [other, end] of this.#open) if (this.#isOld(other)) end();
    return timeline;
  }

  #isOld(client: ClientBase): boolean {
    return (this.#timelines.get(client) ?? this.#newest) < this.#newest;
  }

  /** On a connection of its own, because all others wait for it. */
  async #settle(takeOver: TakeOver): Promise<void> {
    const { dialect, announced } = this.#options;
    let timeline = 0;
    const session = await WriteSession.open(async (milliseconds, lost) => {
      const client = await this.#connect('failover', milliseconds, lost);
      timeline = await this.#see(client);
      return client;
    }, dialect);
    try {
      const known = this.#settled === 0 ? undefined : announced();
      await settleFailover(session, timeline, known, takeOver);
      this.#settled = timeline;
    } finally {
      await session.close();
    }
  }
}
