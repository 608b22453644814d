import { isSameHistory, type Pointer, parsePosition } from '@lostwax/contract';
import type { Place } from './place.ts';

/** How long a file stays after nothing needs it any more: readers may have begun with it. */
const KEPT_MILLISECONDS = 3_600_000;

/**
 * Deletes segments before the current snapshot, other snapshots, and what an interrupted write left behind, each an hour after it
 * was written and an hour after the current snapshot was published.
 *
 * @param snapshotSince - When the current snapshot was first published.
 */
export async function removeOldFiles(
  place: Place,
  folder: string,
  { snapshot }: Pick<Pointer, 'snapshot'>,
  snapshotSince: number,
): Promise<void> {
  const old = Date.now() - KEPT_MILLISECONDS;
  if (snapshotSince > old) return;
  const files = [...(await place.list(`${folder}/changes`)), ...(await place.list(`${folder}/snapshots`))];
  for (const { name, writtenAt } of files) {
    if (writtenAt > old) continue;
    const [, kind, text] = /([a-z]+)\/([^/]+)\.(?:events|snapshot)$/.exec(name) ?? [];
    const position = parsePosition(text);
    const first = kind === 'changes' ? snapshot.from : snapshot.position;
    const needed = position && isSameHistory(position, first) && position.seq >= first.seq;
    if (!needed) await place.remove(name);
  }
}
