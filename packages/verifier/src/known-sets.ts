import type { KnownSet } from '@lostwax/contract';
import { readSet, setsInFolder } from './cache/known-set.ts';
import { type ReadFile, readPublished } from './follower/published-set.ts';
import { methodNames } from './methods/table.ts';

export type { KnownSet } from '@lostwax/contract';

/**
 * Reads the sets that a gate or verifier left in its cache folder, or the snapshots in a folder. It may still be running.
 * The sets are evidence of what was valid, whatever their age; they answer no requests.
 *
 * @throws Error if a set is damaged or can't be read.
 */
export function readKnownSets(folder: string): Promise<readonly KnownSet[]> {
  return setsInFolder(folder, methodNames);
}

/**
 * Reads one snapshot of a public or full feed (spec/feed.md §3).
 *
 * @throws Error if it isn't a snapshot, is incomplete or damaged.
 */
export function readKnownSet(snapshot: AsyncIterable<Uint8Array>): Promise<KnownSet> {
  return readSet(snapshot, methodNames);
}

/**
 * Reads the set that `lostwax publish` has published (spec/feed.md §8).
 *
 * @param read - Returns the content of a file, by its name relative to the folder of `pointer.json`.
 * @throws Error if a file is missing or damaged; what `read` throws.
 */
export function readPublishedSet(read: ReadFile): Promise<KnownSet> {
  return readPublished(read, methodNames);
}
