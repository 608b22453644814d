import type { Client, QueryConfig } from 'pg';
import type { Queries } from '../queries/queries.ts';
import type { Dialect } from '../sql/dialect.ts';
import { insertRow } from '../sql/prepared.ts';
import { queriesOver } from '../sql/queries/queries.ts';
import { assertDurable, connect } from './connect.ts';
import { KeyIds } from './key-ids.ts';
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
  /** Statements that were sent and whose answer nobody has asked for yet. */
  #sent: Promise<unknown>[] = [];
  #isLost = false;
  #tookSettings = false;

  private constructor(client: Client, dialect: Dialect) {
    this.#client = client;
    this.#keyIds = new KeyIds(client);
    const db = kyselyOver((query, isBlind) => this.#run(query, isBlind));
    const queries = queriesOver(db, dialect);
    const insert: Queries['keys']['insert'] = async (row) => {
      const id = await this.#keyIds.take();
      await insertRow(db, 'keys', { id, ...row });
      return id;
    };
    this.queries = { ...queries, keys: { ...queries.keys, insert } };
  }

  /** @throws StartError if the server could lose what it confirms. */
  static async open(url: string, dialect: Dialect): Promise<WriteSession> {
    let lost = (): void => {};
    const client = await connect(url, 'writes', ANSWER_MILLISECONDS, () => lost());
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
   * @param operations - How many operations it will have.
   */
  async begin(operations = 0): Promise<void> {
    this.#sent = [];
    this.#tookSettings = false;
    const begun = this.#client.query(`BEGIN; SELECT pg_advisory_xact_lock(${WRITER_LOCK})`);
    if (operations > 0) this.#keyIds.begin(operations);
    await begun;
  }

  /** Whether the transaction has changed what other replicas keep in memory besides pins. */
  get changedSettings(): boolean {
    return this.#tookSettings;
  }

  /** Runs one operation inside the transaction. @throws Its error, after which the transaction is as it was before. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    this.#send({ text: 'SAVEPOINT operation' });
    try {
      const value = await this.#settled(work);
      this.#send({ text: 'RELEASE operation' });
      return value;
    } catch (error) {
      await this.#client.query('ROLLBACK TO operation; RELEASE operation');
      throw error;
    }
  }

  /**
   * Commits, with a note that this writer has done so for the `commits`-th time.
   *
   * @param payload - Sent to all replicas; none if undefined.
   */
  async commit(writer: string, commits: number, payload: string | undefined): Promise<void> {
    await this.#settled(async () => {});
    this.#send({ name: 'lostwax_note', text: NOTE, values: [writer, commits] });
    if (payload !== undefined) {
      this.#send({ name: 'lostwax_notify', text: 'SELECT pg_notify($1, $2)', values: [CHANNEL, payload] });
    }
    const committed = this.#client.query('COMMIT');
    // If what was sent before it has failed too, nobody waits for it, and a rejection that nobody handles ends the process.
    committed.catch(() => {});
    await this.#settled(async () => {});
    const { command } = await committed;
    // What PostgreSQL answers to the COMMIT of a transaction that has failed.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
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

  /** A blind statement is only sent: its answer is awaited at the end of the operation. */
  #run(query: QueryConfig, isBlind: boolean): Promise<Answer> {
    if (keptInMemory.test(query.text)) this.#tookSettings = true;
    const answer: Promise<Answer> = this.#client.query(query);
    if (!isBlind) return answer;
    this.#keep(answer);
    return Promise.resolve(nothing);
  }

  #send(query: QueryConfig): void {
    this.#keep(this.#client.query(query));
  }

  #keep(answer: Promise<unknown>): void {
    answer.catch(() => {});
    this.#sent.push(answer);
  }

  /** Runs `work` and waits for all that was sent. The first failure is the cause of those after it. */
  async #settled<T>(work: () => Promise<T>): Promise<T> {
    const outcome = await work().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    const sent = this.#sent;
    this.#sent = [];
    await Promise.all(sent);
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }
}

/** Registered readers, whether all are registered, and a new history. */
const keptInMemory = /^(insert into|update|delete from) "readers"|"(all_readers_registered_at|lineage)" = /;

/** The channel on which replicas tell each other of commits. */
export const CHANNEL = 'lostwax';

const nothing: Answer = { rows: [], rowCount: 0 };

const NOTE = `INSERT INTO writers (id, commits, at) VALUES ($1, $2, ${NOW})
  ON CONFLICT (id) DO UPDATE SET commits = excluded.commits, at = excluded.at`;
