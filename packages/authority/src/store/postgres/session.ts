import type { Client, QueryConfig } from 'pg';
import type { Queries } from '../queries/queries.ts';
import type { Dialect } from '../sql/dialect.ts';
import { queriesOver } from '../sql/queries/queries.ts';
import { assertDurable } from './connect.ts';
import { isServerError, NotCommitted } from './errors.ts';
import { Gathered } from './gathered.ts';
import { groupQueries } from './group-queries.ts';
import { KeyIds } from './key-ids.ts';
import { KnownRows } from './known-rows.ts';
import { type Answer, kyselyOver } from './kysely.ts';

/**
 * The advisory lock that is held during a write. One transaction at a time writes, whichever replica it belongs to: every operation sees
 * the state that the one before it left, as with SQLite, so no two can deadlock and no check can be overtaken.
 */
export const WRITER_LOCK = 7_203_401_001;

/**
 * How long to wait for another replica's transaction, and how long a replica may leave its own idle: one that is cut off in the
 * middle of a transaction holds up all others until then.
 */
const settings = `SET lock_timeout = '15s'; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '10s';
  SET tcp_user_timeout = '10s'; SET default_transaction_isolation = 'read committed'`;

/** Milliseconds since the Unix epoch. */
const NOW = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

/**
 * A process that has written nothing for a day has no commit to ask about. It is the database's clock that counts: a replica whose
 * own clock is wrong must not forget the commits of others.
 */
const FORGET = `DELETE FROM writers WHERE at < ${NOW} - 86400000`;

/** Longer than the lock may take: then the network is gone. */
const ANSWER_MILLISECONDS = 20_000;

/** The connection that writes, and the queries of its transactions. */
export class WriteSession {
  readonly #client: Client;
  readonly queries: Queries;
  readonly #keyIds: KeyIds;
  readonly #rows = new KnownRows();
  readonly #gathered: Gathered = new Gathered((query) => this.#send(query));
  /** Statements that were sent and whose answer nobody has asked for yet. */
  #sent: Promise<unknown>[] = [];
  /** Of the transaction's statements, the first that failed. */
  #failure: { readonly cause: unknown } | undefined;
  /** Whether each operation has a savepoint. */
  #isApart = false;
  /** Whether the current operation has sent something that only a rollback undoes. */
  #hasWritten = false;
  #isLost = false;
  #tookSettings = false;

  private constructor(client: Client, dialect: Dialect) {
    this.#client = client;
    this.#keyIds = new KeyIds(client);
    const insertAll: Dialect['insertAll'] = async (_db, table, rows) => this.#gathered.add(table, rows);
    const db = kyselyOver((query, isBlind) => this.#run(query, isBlind));
    const queries = queriesOver(db, { ...dialect, insertAll });
    const common = { gathered: this.#gathered, rows: this.#rows, keyIds: this.#keyIds };
    this.queries = groupQueries(queries, common);
  }

  /**
   * @param connect - Opens its connection; `lost` must be called when that ends.
   * @throws StartError if the server could lose what it confirms.
   */
  static async open(
    connect: (answerMilliseconds: number, lost: () => void) => Promise<Client>,
    dialect: Dialect,
  ): Promise<WriteSession> {
    let lost = (): void => {};
    const client = await connect(ANSWER_MILLISECONDS, () => lost());
    try {
      await assertDurable(client);
      await client.query(settings);
      await client.query(FORGET);
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    const session = new WriteSession(client, dialect);
    lost = () => {
      session.#isLost = true;
    };
    return session;
  }

  get isUsable(): boolean {
    return !this.#isLost;
  }

  /**
   * Waits for the transactions of all other replicas, then begins one.
   *
   * @param isApart - Whether each operation can be undone alone, at the cost of statements of its own.
   */
  async begin(isApart = true): Promise<void> {
    this.#sent = [];
    this.#failure = undefined;
    this.#isApart = isApart;
    this.#tookSettings = false;
    this.#gathered.clear();
    this.#rows.clear();
    this.#keyIds.clear();
    await this.#client.query(`BEGIN; SELECT pg_advisory_xact_lock(${WRITER_LOCK})`);
  }

  /** Asks for the row IDs of keys that these operations may create, without waiting for them. */
  expectKeys(operations: number): void {
    this.#keyIds.expect(operations);
  }

  /** Whether the transaction has changed what other replicas keep in memory besides pins. */
  get changedSettings(): boolean {
    return this.#tookSettings;
  }

  /**
   * Runs one operation inside the transaction.
   *
   * @throws Its error, after which the transaction is as it was before; {@link NotCommitted} if that takes a rollback.
   */
  operation<T>(work: () => Promise<T>): Promise<T> {
    this.#gathered.mark();
    this.#hasWritten = false;
    return this.#isApart ? this.#apart(work) : this.#together(work);
  }

  async #together<T>(work: () => Promise<T>): Promise<T> {
    const outcome = await outcomeOf(work);
    if (this.#failure !== undefined) throw new NotCommitted(this.#failure.cause);
    if ('value' in outcome) return outcome.value;
    const { error } = outcome;
    this.#rows.clear();
    const isUndone = this.#gathered.undo() && !this.#hasWritten && !isServerError(error);
    throw isUndone ? error : new NotCommitted(error);
  }

  async #apart<T>(work: () => Promise<T>): Promise<T> {
    this.#send({ text: 'SAVEPOINT operation' });
    try {
      const value = await this.#settled(async () => {
        const value = await work();
        this.#gathered.send();
        return value;
      });
      this.#send({ text: 'RELEASE operation' });
      return value;
    } catch (error) {
      this.#failure = undefined;
      this.#gathered.clear();
      this.#rows.clear();
      await this.#client.query('ROLLBACK TO operation; RELEASE operation');
      throw error;
    }
  }

  /**
   * Commits, with a note that this writer has done so for the `commits`-th time.
   *
   * @param payload - Sent to all replicas; none if undefined.
   * @throws {@link NotCommitted} if PostgreSQL has said so; with any other error, it isn't known.
   */
  async commit(writer: string, commits: number, payload: string | undefined): Promise<void> {
    this.#gathered.send();
    this.#send({ name: 'lostwax_note', text: NOTE, values: [writer, commits] });
    if (payload !== undefined) {
      this.#send({ name: 'lostwax_notify', text: 'SELECT pg_notify($1, $2)', values: [CHANNEL, payload] });
    }
    const { command } = await this.#client.query('COMMIT');
    if (command === 'COMMIT') return;
    // What PostgreSQL answers to the COMMIT of a transaction that has failed: the reason has been answered before.
    await Promise.allSettled(this.#sent);
    throw new NotCommitted(this.#failure?.cause ?? new Error('the transaction was rolled back'));
  }

  /** Runs one statement and returns its rows. */
  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<readonly Row[]> {
    return (await this.#client.query<Row>(text, values)).rows;
  }

  async rollback(): Promise<void> {
    this.#sent = [];
    await this.#client.query('ROLLBACK');
  }

  /** How many transactions of this writer were committed. Waits for one whose connection broke: it may still hold the lock. */
  async commitsOf(writer: string): Promise<number> {
    await this.begin();
    try {
      const { rows } = await this.#client.query('SELECT commits FROM writers WHERE id = $1', [writer]);
      return (rows[0] as { readonly commits: number } | undefined)?.commits ?? 0;
    } finally {
      await this.rollback();
    }
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => {});
  }

  /** A blind statement is only sent: whether it failed shows later. */
  #run(query: QueryConfig, isBlind: boolean): Promise<Answer> {
    const { text } = query;
    if (keptInMemory.test(text)) this.#tookSettings = true;
    const isInsert = text.startsWith('insert into ');
    const isRead = text.startsWith('select ');
    if (!isRead) {
      this.#hasWritten = true;
      if (newCustomer.test(text)) this.#rows.customers.clear();
      else if (!isInsert) this.#rows.clear();
    }
    if ((!isRead && !isInsert) || this.#gathered.isNamedIn(text)) this.#gathered.send();
    const answer: Promise<Answer> = this.#client.query(query);
    this.#watch(answer);
    if (!isBlind) return answer;
    this.#sent.push(answer);
    return Promise.resolve(nothing);
  }

  #send(query: QueryConfig): void {
    const answer = this.#client.query(query);
    this.#watch(answer);
    this.#sent.push(answer);
  }

  #watch(answer: Promise<unknown>): void {
    answer.catch((cause: unknown) => {
      this.#failure ??= { cause };
    });
  }

  /** Runs `work` and waits for all that was sent. The first failure is the cause of those after it. */
  async #settled<T>(work: () => Promise<T>): Promise<T> {
    const outcome = await outcomeOf(work);
    const sent = this.#sent;
    this.#sent = [];
    await Promise.all(sent);
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }
}

async function outcomeOf<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** The only row that it could change in memory is that there was none. */
const newCustomer = /^insert into "customers"/;

/** Registered readers, whether all are registered, and a new history. */
const keptInMemory = /^(insert into|update|delete from) "readers"|"(all_readers_registered_at|lineage)" = /;

/** The channel on which replicas tell each other of commits. */
export const CHANNEL = 'lostwax';

const nothing: Answer = { rows: [], rowCount: 0 };

/** With a synchronous standby, the server confirms the transaction only once the standby has it too. */
const NOTE = `INSERT INTO writers (id, commits, at, synchronous)
  VALUES ($1, $2, ${NOW}, (current_setting('synchronous_standby_names') <> '')::int)
  ON CONFLICT (id) DO UPDATE SET commits = excluded.commits, at = excluded.at, synchronous = excluded.synchronous`;
