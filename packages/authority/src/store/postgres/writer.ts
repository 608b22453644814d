import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { OperationQueue, type Outcome, type Waiting } from '../operation-queue.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { PinChange, Store } from '../store.ts';
import { asStorageError, isTrouble, isWorthRepeating, NotCommitted, unknownOutcome } from './errors.ts';
import { messageText } from './message.ts';
import type { DatabaseServer } from './server.ts';
import { WriteSession } from './session.ts';

/** How often a transaction is tried that was certainly not committed. */
const MOST_ATTEMPTS = 3;
/** How long the database is asked what became of a transaction whose answer was lost. */
const RESOLVE_MILLISECONDS = 15_000;
const AGAIN_MILLISECONDS = 250;

/** What the operations of one transaction did. */
interface Done {
  readonly outcomes: readonly Outcome[];
  readonly changes: readonly PinChange[];
}

/** A transaction whose commit was sent but not answered. */
class Unanswered extends Error {
  readonly done: Done;

  constructor(done: Done, cause: unknown) {
    super('the commit was not answered', { cause });
    this.done = done;
  }
}

/** Dependencies of a {@link Writer}. */
export interface WriterOptions {
  readonly server: DatabaseServer;
  readonly dialect: Dialect;
  /** Announces what was committed; results are returned after it. */
  readonly committed: (changes: readonly PinChange[]) => Promise<void>;
}

/**
 * Writes with group commit. A result is returned only once PostgreSQL has confirmed the commit, or has been asked about it after
 * the connection broke.
 */
export class Writer {
  readonly #options: WriterOptions;
  /** Names this process in messages and in the table `writers`. */
  readonly id: string = randomUUID();
  #commits = 0;
  #session: WriteSession | undefined;
  readonly #queue: OperationQueue = new OperationQueue((group, join) => this.#transaction(group, join));

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  readonly write: Store['write'] = (operation) => this.#queue.add(operation);

  readonly writeMuch: Store['write'] = (operation) => this.#queue.add(operation, { isLong: true });

  /**
   * Commits a transaction that changes nothing.
   *
   * @throws {@link AuthorityError} `storage_unavailable`.
   */
  probe(): Promise<void> {
    return this.write(async ({ db }) => void (await db.workspaces.head(0)));
  }

  /** Accepts no more operations and resolves when all waiting ones are done. */
  async close(): Promise<void> {
    await this.#queue.close();
    await this.#session?.close();
  }

  async #transaction(group: readonly Waiting[], join: () => void): Promise<void> {
    let done: Done;
    try {
      done = await this.#committed(group, join);
    } catch (error) {
      const refused = asStorageError(error);
      for (const { settle } of group) settle({ error: refused });
      return;
    }
    if (done.changes.length > 0) await this.#announce(done.changes);
    for (const [index, { settle }] of group.entries()) settle(done.outcomes[index] as Outcome);
  }

  async #announce(changes: readonly PinChange[]): Promise<void> {
    try {
      await this.#options.committed(changes);
    } catch (error) {
      // A listener that missed a change would serve old keys permanently, so the process must end.
      setImmediate(() => {
        throw error;
      });
    }
  }

  /** Runs one transaction, and again for as long as it is certain that it was not committed. */
  async #committed(group: readonly Waiting[], join: () => void): Promise<Done> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(group, join);
      } catch (error) {
        if (error instanceof Unanswered) {
          if (await this.#wasCommitted(error)) return error.done;
        } else if (!isWorthRepeating(error) && this.#session?.isUsable !== false) throw error;
        if (attempt >= MOST_ATTEMPTS) throw error instanceof Unanswered ? error.cause : error;
      }
    }
  }

  /** Runs the operations together; if one of them has to be undone, all again, so that each can be undone alone. */
  async #attempt(group: readonly Waiting[], join: () => void): Promise<Done> {
    try {
      return await this.#run(group, join, false);
    } catch (error) {
      if (!(error instanceof NotCommitted)) throw error;
      if (isTrouble(error.cause) || isWorthRepeating(error.cause)) throw error.cause;
    }
    try {
      return await this.#run(group, join, true);
    } catch (error) {
      throw error instanceof NotCommitted ? error.cause : error;
    }
  }

  async #run(group: readonly Waiting[], join: () => void, isApart: boolean): Promise<Done> {
    const session = await this.#connected();
    const changes: PinChange[] = [];
    const outcomes: Outcome[] = [];
    try {
      await session.begin(isApart);
      // Those that were requested while another replica held the lock.
      join();
      session.expectKeys(group.length);
      for (const { run } of group) outcomes.push(await this.#operation(session, run, changes));
    } catch (error) {
      await session.rollback().catch(() => session.close());
      throw error;
    }
    const done = { outcomes, changes };
    const workspaces = [...new Set(changes.map(({ workspaceId }) => workspaceId))];
    const message = messageText({ writer: this.id, workspaces, settings: session.changedSettings });
    try {
      await session.commit(this.id, this.#commits + 1, message);
    } catch (error) {
      throw error instanceof NotCommitted ? error : new Unanswered(done, error);
    }
    this.#commits += 1;
    return done;
  }

  async #operation(session: WriteSession, run: Waiting['run'], changes: PinChange[]): Promise<Outcome> {
    const before = changes.length;
    try {
      const db = session.queries;
      const value = await session.operation(() => run({ db, changed: (change) => changes.push(change) }));
      return { value };
    } catch (error) {
      changes.length = before;
      const concernsAll = error instanceof NotCommitted || isTrouble(error) || isWorthRepeating(error);
      if (concernsAll || !session.isUsable) throw error;
      return { error };
    }
  }

  async #connected(): Promise<WriteSession> {
    if (this.#session?.isUsable === true) return this.#session;
    await this.#session?.close();
    this.#session = undefined;
    const { server, dialect } = this.#options;
    this.#session = await WriteSession.open((ms, lost) => server.connect('writes', ms, lost), dialect);
    return this.#session;
  }

  /**
   * Asks the database whether the last transaction was committed.
   *
   * @throws {@link AuthorityError} `storage_unavailable` if it can't be asked in time: the outcome is then unknown.
   */
  async #wasCommitted({ cause }: Unanswered): Promise<boolean> {
    const deadline = performance.now() + RESOLVE_MILLISECONDS;
    for (;;) {
      try {
        const session = await this.#connected();
        const commits = await session.commitsOf(this.id);
        const was = commits > this.#commits;
        this.#commits = commits;
        return was;
      } catch {
        if (performance.now() > deadline) {
          // It may still be committed: a later transaction counts from what it then finds.
          this.#commits += 1;
          throw unknownOutcome(cause);
        }
        await delay(AGAIN_MILLISECONDS);
      }
    }
  }
}
