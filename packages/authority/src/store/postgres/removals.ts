import type { Removal } from '../failover.ts';
import type { PinChange } from '../store.ts';

/** How many removals are remembered: those of some seconds, even when many keys are revoked at once. */
const MOST = 20_000;

/** The latest removals that were announced. After a failover, the new server may lack some of them. */
export class Removals {
  readonly #kept = new Map<string, Removal>();

  /** By key ID, oldest first. */
  get kept(): ReadonlyMap<string, Removal> {
    return this.#kept;
  }

  take(changes: readonly PinChange[]): void {
    for (const { kid, kind, workspaceId, epoch, seq } of changes) {
      this.#kept.delete(kid);
      if (kind === 'removed') this.#kept.set(kid, { workspaceId, epoch, seq });
    }
    for (const kid of this.#kept.keys()) {
      if (this.#kept.size <= MOST) break;
      this.#kept.delete(kid);
    }
  }
}
