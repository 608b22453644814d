import type { Replica } from '../../store/store.ts';

/** A replica takes over a task that no other has claimed for this long: the one that began it claims it at once. */
const ORPHAN_MILLISECONDS = 3_000;

/** Which replica does which task, so that each goes at its pace and its answer counts all keys. */
export class SharedTasks {
  readonly #replica: Replica | undefined;
  readonly #claimed = new Set<number>();
  /** Since when tasks of others have been known. */
  readonly #since = new Map<number, number>();

  constructor(replica: Replica | undefined) {
    this.#replica = replica;
  }

  /**
   * Returns the tasks to do here.
   *
   * @param began - Whether a task was begun here.
   */
  async ours(all: readonly number[], began: (id: number) => boolean): Promise<ReadonlySet<number>> {
    if (this.#replica === undefined) return new Set(all);
    const left = new Set(all);
    for (const id of this.#claimed) if (!left.has(id)) await this.#release(id);
    for (const id of this.#since.keys()) if (!left.has(id)) this.#since.delete(id);
    const ours = new Set<number>();
    for (const id of all) if (await this.#isOurs(this.#replica, id, began(id))) ours.add(id);
    return ours;
  }

  async #isOurs(replica: Replica, id: number, began: boolean): Promise<boolean> {
    const since = this.#since.get(id) ?? performance.now();
    this.#since.set(id, since);
    const isOrphan = performance.now() - since > ORPHAN_MILLISECONDS;
    if (!began && !isOrphan && !this.#claimed.has(id)) return false;
    if (!(await replica.claim(id))) return false;
    this.#claimed.add(id);
    return true;
  }

  async #release(id: number): Promise<void> {
    this.#claimed.delete(id);
    await this.#replica?.release(id);
  }
}
