import type { Store } from '../../store/store.ts';
import type { Actor } from '../access/actor.ts';
import { Ledger } from './ledger.ts';

/** The store, and the time in milliseconds since the Unix epoch. */
interface Timed {
  readonly store: Store;
  readonly now: () => number;
}

/**
 * Runs one change of a workspace: everything `work` writes and its audit entries become durable together, or
 * not at all.
 *
 * @param ends - Whether the change takes access away. It may then use the disk space reserved for that.
 * @returns The result of `work`, once it is durable.
 * @throws {@link AuthorityError} `storage_unavailable`, and anything `work` throws.
 */
export function change<T>(
  { store, now }: Timed,
  actor: Actor,
  workspaceId: number,
  work: (ledger: Ledger) => Promise<T>,
  ends = false,
): Promise<T> {
  return store[ends ? 'end' : 'write']((tx) => Ledger.write(tx, workspaceId, actor, now(), work));
}
