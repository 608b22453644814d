import { AuthorityError } from '../../errors.ts';
import { paced } from '../../paced.ts';
import type { TaskRow } from '../../store/rows.ts';
import type { Store } from '../../store/store.ts';
import type { Actor } from '../access/actor.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { Ledger } from '../audit/ledger.ts';
import { SharedTasks } from './shared-tasks.ts';
import { KEYS_A_STEP, type Step, type TaskKind, type TaskOf } from './types.ts';

/** A step that takes longer than this is followed by a smaller one. */
const SLOW_MILLISECONDS = 12;
const LEAST_KEYS_A_STEP = 25;
/** Delay after a failure, such as a full disk. */
const RETRY_MILLISECONDS = 2_000;
/** The delay if bytes couldn't be overwritten, since each attempt reads the whole file. */
const OVERWRITE_AGAIN_MILLISECONDS = 30_000;
/** How often to look for tasks of other replicas: whether they are done, and whether their replica has ended. */
const ELSEWHERE_MILLISECONDS = 500;
const ORPHANS_MILLISECONDS = 5_000;
/** Maximum number of key IDs in a response. */
const NAMED = 1_000;

/** The progress after the first step. */
export interface Begun {
  /** Undefined if the first step completed the task. */
  readonly id: number | undefined;
  readonly keyIds: readonly string[];
}

/** What a task has done since it began, or since the process started. */
export interface TaskResult {
  readonly count: number;
  /** Up to 1,000. */
  readonly keyIds: readonly string[];
}

interface Waiting extends PromiseWithResolvers<TaskResult> {
  readonly actor: Actor;
  count: number;
  readonly keyIds: string[];
}

type Steps = Readonly<Record<TaskKind, Step>>;

/**
 * Bulk operations, done in bounded steps with other writes in between.
 *
 * The first step is part of the transaction that records the request, so a small operation is one
 * transaction. The rest is in the table `tasks`: it is always completed, after the next start at the latest.
 */
export class Tasks {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #steps: Steps;
  readonly #waiting = new Map<number, Waiting>();
  readonly #scrubs = new Set<number>();
  readonly #shared: SharedTasks;
  #orphans: NodeJS.Timeout | undefined;
  /** Another replica does some of the tasks. */
  #elsewhere: boolean = false;
  #failed: (error: unknown) => void = () => {};
  #running: Promise<void> | undefined;
  #asked: boolean = false;
  #stopped: boolean = false;
  readonly #keysAStep: number;
  /** Keys in the next step; fewer while the machine is slow. */
  #most: number;

  /** @param keysAStep - Keys in a step, at most. */
  constructor(store: Store, now: () => number, steps: Steps, keysAStep: number = KEYS_A_STEP) {
    this.#keysAStep = keysAStep;
    this.#most = keysAStep;
    this.#store = store;
    this.#now = now;
    this.#steps = steps;
    this.#shared = new SharedTasks(store.replica);
  }

  /**
   * Completes what an earlier process began. @param failed - Called when the store fails; the step is
   * retried.
   */
  start(failed: (error: unknown) => void): void {
    this.#failed = failed;
    this.#wake();
    if (this.#store.replica === undefined) return;
    this.#orphans = setInterval(() => this.#wake(), ORPHANS_MILLISECONDS).unref();
  }

  /**
   * Resolves when no step is running; callers waiting for a task get an error that the authority is shutting
   * down.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#orphans);
    await this.#running;
    for (const id of [...this.#waiting.keys()]) this.#reject(id, stopping());
  }

  /** Runs the first step and stores what remains. Call it in the transaction that records the request. */
  async begin(
    ledger: Ledger,
    wanted: Omit<TaskRow, 'id' | 'workspace_id' | 'below'> & Partial<Pick<TaskRow, 'below'>>,
  ): Promise<Begun> {
    const { db } = ledger.tx;
    const task = { below: Number.MAX_SAFE_INTEGER, ...wanted, workspace_id: ledger.workspace.id };
    // Administrator keys are all revoked in one transaction or not at all, because the last one may be among
    // them.
    const most = ledger.workspace.slug === ADMIN_SLUG ? Infinity : this.#keysAStep;
    const { next, keyIds } = await stepOf(this.#steps, task)(ledger, task, most);
    if (next === undefined) return { id: undefined, keyIds };
    const id = await db.tasks.insert({ ...task, ...next });
    return { id, keyIds };
  }

  /**
   * Waits until a task is done, once the change that began it is durable.
   *
   * @throws {@link AuthorityError} `storage_unavailable`, `shutting_down`; the task is completed
   * nevertheless.
   */
  done({ id, keyIds }: Begun, actor: Actor): Promise<TaskResult> {
    if (id === undefined) return Promise.resolve(resultOf(keyIds.length, keyIds));
    if (this.#stopped) return Promise.reject(stopping());
    let waiting = this.#waiting.get(id);
    if (waiting === undefined) {
      waiting = { ...Promise.withResolvers<TaskResult>(), actor, count: keyIds.length, keyIds: [...keyIds] };
      this.#waiting.set(id, waiting);
    }
    this.#wake();
    return waiting.promise;
  }

  #wake(): void {
    this.#asked = true;
    if (!this.#stopped) this.#running ??= this.#work();
  }

  async #work(): Promise<void> {
    try {
      while (this.#asked && !this.#stopped) {
        this.#asked = false;
        let well = true;
        for (let rows = await this.#rows(); rows.length > 0 && well; rows = well ? await this.#rows() : []) {
          for (const { id } of rows) well = (await paced(() => this.#step(id))) && well;
        }
        if (!well) this.#later(RETRY_MILLISECONDS);
        else if (this.#elsewhere) this.#later(ELSEWHERE_MILLISECONDS);
      }
    } catch (error) {
      if (!this.#stopped) this.#failed(error);
      this.#later(RETRY_MILLISECONDS);
    }
    // Must be in the same turn as the last check of `#asked`.
    this.#running = undefined;
  }

  #later(milliseconds: number): void {
    setTimeout(() => this.#wake(), milliseconds).unref();
  }

  /**
   * Returns the tasks with a step to run, in order; those that only have bytes to overwrite run alongside.
   */
  async #rows(): Promise<readonly Pick<TaskRow, 'id'>[]> {
    if (this.#stopped) return [];
    const waited = [...this.#waiting.keys()];
    const all = await this.#store.read.tasks.all();
    const ids = new Set(all.map(({ id }) => id));
    const ours = await this.#shared.ours([...ids], (id) => this.#waiting.has(id));
    this.#elsewhere = ours.size < ids.size;
    const rows = all.filter(({ id }) => ours.has(id));
    for (const { id } of rows.filter(({ kind }) => kind === 'scrub')) {
      if (!this.#scrubs.has(id)) void this.#scrub(id);
    }
    // Completed by another task: an erasure replaces a suspension.
    for (const id of waited) if (!ids.has(id)) this.#resolve(id);
    return rows.filter(({ kind }) => kind !== 'scrub');
  }

  /** Returns false on failure; the step is retried later. */
  async #step(id: number): Promise<boolean> {
    try {
      const row = await this.#store.read.tasks.byId(id);
      if (row === undefined || row.kind === 'scrub' || this.#stopped) return true;
      const actor = this.#waiting.get(id)?.actor ?? { id: row.actor, address: null, view: 'all' };
      const run = (await ends(this.#store.read, row)) ? this.#store.end : this.#store.write;
      const keyIds = await run(async (tx) => {
        const began = performance.now();
        const step = (ledger: Ledger) => advance(this.#steps, ledger, id, this.#most);
        const changed = await Ledger.write(tx, row.workspace_id, actor, this.#now(), step);
        this.#adapt(performance.now() - began);
        return changed;
      });
      this.#count(id, keyIds);
    } catch (error) {
      if (!this.#stopped) this.#failed(error);
      this.#reject(id, unfinished(error));
      return false;
    }
    return true;
  }

  async #scrub(id: number): Promise<void> {
    this.#scrubs.add(id);
    try {
      await this.#store.scrub();
      await this.#store.end(({ db }) => db.tasks.remove(id));
      this.#scrubs.delete(id);
      this.#resolve(id);
    } catch (error) {
      if (!this.#stopped) this.#failed(error);
      this.#reject(id, error);
      setTimeout(() => {
        this.#scrubs.delete(id);
        this.#wake();
      }, OVERWRITE_AGAIN_MILLISECONDS).unref();
    }
  }

  #adapt(milliseconds: number): void {
    if (milliseconds > SLOW_MILLISECONDS)
      this.#most = Math.min(this.#keysAStep, Math.max(LEAST_KEYS_A_STEP, Math.floor(this.#most / 2)));
    else if (milliseconds < SLOW_MILLISECONDS / 2) this.#most = Math.min(this.#keysAStep, this.#most * 2);
  }

  #count(id: number, keyIds: readonly string[]): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    waiting.count += keyIds.length;
    for (const kid of keyIds) if (waiting.keyIds.length < NAMED) waiting.keyIds.push(kid);
  }

  #resolve(id: number): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting !== undefined) waiting.resolve(resultOf(waiting.count, waiting.keyIds));
  }

  #reject(id: number, error: unknown): void {
    this.#waiting.get(id)?.reject(error);
    this.#waiting.delete(id);
  }
}

function stepOf(steps: Steps, { kind }: Pick<TaskOf, 'kind'>): Step {
  if (kind === 'scrub') throw new Error('Overwriting bytes is not a step of a transaction.');
  return steps[kind];
}

/**
 * Reports whether the task removes keys, for which there is reserved space on a full disk. Resuming a
 * customer has none.
 */
async function ends(db: Store['read'], { kind, customer_id }: TaskRow): Promise<boolean> {
  if (kind !== 'settle') return true;
  const customer = await db.customers.byId(customer_id ?? 0);
  return customer?.state !== 'active';
}

/** Runs one step of a task in its current state: it may have been restarted or canceled. */
async function advance(steps: Steps, ledger: Ledger, id: number, most: number): Promise<readonly string[]> {
  const { db } = ledger.tx;
  const row = await db.tasks.byId(id);
  if (row === undefined || row.kind === 'scrub') return [];
  const { next, keyIds } = await stepOf(steps, row)(ledger, row, most);
  if (next === undefined) await db.tasks.remove(id);
  else await db.tasks.update(id, next);
  return keyIds;
}

function resultOf(count: number, keyIds: readonly string[]): TaskResult {
  return { count, keyIds: keyIds.slice(0, NAMED) };
}

function stopping(): AuthorityError {
  return new AuthorityError(
    'shutting_down',
    'The authority is stopping. Your request was saved and will finish after the restart.',
  );
}

function unfinished(error: unknown): unknown {
  if (!(error instanceof AuthorityError) || error.code !== 'storage_unavailable') return error;
  return new AuthorityError(
    'storage_unavailable',
    'Your request was saved, but only some of the keys are done because the authority cannot write to its disk. Free up space or repair the disk; the authority then finishes on its own. Repeat the request to check.',
    { cause: error },
  );
}
