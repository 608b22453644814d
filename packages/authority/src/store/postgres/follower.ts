import { setTimeout as delay } from 'node:timers/promises';
import type { Client, Notification } from 'pg';
import type { Announced } from '../failover.ts';
import { shared } from '../shared.ts';
import type { CommitListener, PinChange } from '../store.ts';
import { CatchUp } from './catch-up.ts';
import { asStorageError } from './errors.ts';
import { parseMessage } from './message.ts';
import { Removals } from './removals.ts';
import type { DatabaseServer } from './server.ts';
import { CHANNEL } from './session.ts';

/** How often to look without being told: a notification can be lost with its connection. */
const POLL_MILLISECONDS = 500;
/** A database that doesn't answer for this long is unreachable. */
const ANSWER_MILLISECONDS = 3_000;
const RECONNECT_MILLISECONDS = 500;

/** What replicas tell each other that isn't stored. */
const SHARED_CHANNEL = 'lostwax_shared';

/** Dependencies of a {@link Follower}. */
export interface FollowerOptions {
  readonly server: DatabaseServer;
  /** This replica's name: its own messages say nothing new. */
  readonly writer: string;
  readonly tell: CommitListener;
  /** Called when another replica has erased personal data. */
  readonly erased: () => void;
}

/**
 * Learns of the commits of all replicas: by notifications, and by looking twice a second. It knows how old its knowledge is, so
 * that a replica that is cut off stops answering from memory.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #catchUp: CatchUp;
  readonly #removals = new Removals();
  #client: Client | undefined;
  /** One after another, so that changes are announced in order. */
  #chain: Promise<unknown> = Promise.resolve();
  #syncedAt = performance.now();
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #shared: (text: string) => void = () => {};

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#catchUp = new CatchUp((changes) => {
      if (typeof changes !== 'string') this.#removals.take(changes);
      options.tell(changes);
    });
  }

  /** What has been announced, by this replica or another. */
  get announced(): Announced {
    return { heads: this.#catchUp.heads, removed: this.#removals.kept };
  }

  /** Connects and reads where everything is. @throws If the database can't be used. */
  async start(): Promise<void> {
    await this.#connect();
    await this.sync();
    this.#poll();
  }

  /** Announces this replica's own commit, after all that came before it. */
  own(changes: readonly PinChange[]): Promise<void> {
    return this.#inOrder(async () => {
      while (!this.#catchUp.own(changes)) {
        // The commit is durable, and its result waits: nothing may be served from memory that lacks it.
        await this.#read([...new Set(changes.map(({ workspaceId }) => workspaceId))]).catch(() =>
          delay(RECONNECT_MILLISECONDS),
        );
      }
    });
  }

  /**
   * Resolves once everything has been announced that was committed before the call.
   *
   * @throws {@link AuthorityError} `storage_unavailable`, at once while the database is known to be unreachable.
   */
  readonly sync: () => Promise<void> = shared(() => this.#inOrder(() => this.#readAll()));

  /** How long ago everything was known, in milliseconds. */
  age(): number {
    return performance.now() - this.#syncedAt;
  }

  /** Sends a text to all other replicas that listen now. */
  share(text: string): void {
    const values = [SHARED_CHANNEL, `${this.#options.writer} ${text}`];
    this.#client?.query('SELECT pg_notify($1, $2)', values).catch(() => {});
  }

  onShared(listener: (text: string) => void): void {
    this.#shared = listener;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
    await this.#chain;
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#chain.then(work);
    this.#chain = result.catch(() => {});
    return result;
  }

  async #readAll(): Promise<void> {
    const asked = performance.now();
    await this.#read('all');
    this.#syncedAt = asked;
  }

  async #read(workspaces: readonly number[] | 'all'): Promise<void> {
    try {
      const client = this.#client;
      if (client === undefined) throw new Error('the connection to the database is lost');
      await this.#catchUp.read(client, workspaces);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  #poll(): void {
    this.#timer = setTimeout(() => {
      this.#look()
        .catch(() => {})
        .finally(() => {
          if (!this.#closed) this.#poll();
        });
    }, POLL_MILLISECONDS).unref();
  }

  /** Doesn't wait for the sync: it may be queued behind a commit of this replica that waits for the next connection. */
  async #look(): Promise<void> {
    if (this.#client === undefined) {
      await this.#connect();
      // What was missed besides pins.
      this.#options.tell('settings');
      this.#options.erased();
    }
    this.sync().catch(() => {});
  }

  async #connect(): Promise<void> {
    let connected: Client | undefined;
    const client = await this.#options.server.connect('follows', ANSWER_MILLISECONDS, () => {
      if (this.#client === connected) this.#client = undefined;
    });
    connected = client;
    if (this.#closed) return client.end();
    client.on('notification', (notification) => this.#hear(notification));
    await client.query(`LISTEN ${CHANNEL}; LISTEN ${SHARED_CHANNEL}`);
    this.#client = client;
  }

  #hear({ channel, payload = '' }: Notification): void {
    if (channel === SHARED_CHANNEL) {
      const [writer, text] = payload.split(/ (.*)/s, 2);
      if (writer !== this.#options.writer && text !== undefined) this.#shared(text);
      return;
    }
    const message = parseMessage(payload);
    if (message === undefined || message.writer === this.#options.writer) return;
    const { workspaces, settings, erased } = message;
    // A failure shows in the age, and the next look makes up for it.
    if (workspaces.length > 0) this.#inOrder(() => this.#read(settings ? 'all' : workspaces)).catch(() => {});
    if (settings) this.#options.tell('settings');
    if (erased) this.#options.erased();
  }
}
