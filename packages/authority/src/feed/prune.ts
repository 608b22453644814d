import type { Store } from '../store/store.ts';

/**
 * Minimum time that every change is kept: a verifier that was away for less continues where it was.
 */
const KEPT_MILLISECONDS = 86_400_000;
/** Number of changes checked and deleted in one transaction. */
const CHUNK = 5_000;

/** Deletes the changes that are older than a day. */
export async function pruneChanges(store: Store, now: number): Promise<void> {
  const workspaces = await store.read.workspaces.all();
  for (const { id } of workspaces) {
    while ((await deleteSome(store, id, now - KEPT_MILLISECONDS)) === CHUNK);
  }
}

/**
 * The earliest ones, up to the first that is kept: no gaps remain, even if the clock has jumped.
 */
async function deleteSome(store: Store, workspaceId: number, before: number): Promise<number> {
  const earliest = await store.read.changes.earliest(workspaceId, CHUNK);
  const firstKept = earliest.findIndex(({ at }) => at >= before);
  const last = earliest.at(firstKept === -1 ? -1 : firstKept - 1);
  if (last === undefined || firstKept === 0) return 0;
  return store.write(({ db }) => db.changes.removeUpTo(workspaceId, last.epoch, last.seq));
}
