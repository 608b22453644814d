import { comparePositions, parsePosition } from '@lostwax/contract';
import { AuthorityError } from '../errors.ts';
import type { Replica } from '../store/store.ts';
import { heldPositions } from './conditions.ts';

/** How long a replica that is cut off from the database answers from memory: as long as gates do, by default. */
const MOST_STALE_MILLISECONDS = 300_000;

/**
 * Waits until everything is known that other replicas have committed.
 *
 * @returns The age of what is known, in whole seconds: 0 unless the database can't be reached.
 * @throws {@link AuthorityError} `storage_unavailable` if what is known is too old.
 */
export async function keepUp(replica: Replica): Promise<number> {
  try {
    await replica.sync();
    return 0;
  } catch (cause) {
    const age = replica.age();
    if (age <= MOST_STALE_MILLISECONDS) return Math.ceil(age / 1_000);
    throw new AuthorityError(
      'storage_unavailable',
      `This replica has been cut off from its database for ${Math.floor(age / 1_000)} seconds, so it no longer answers from memory. Ask another replica.`,
      { cause },
    );
  }
}

/**
 * Asserts that a client takes something this old: `Cache-Control: max-age=…` in a request says how old (RFC 9111 §5.2.1.1). A proxy in
 * front of several replicas asks with 0 first, so that another replica answers.
 *
 * @param age - In seconds.
 * @throws {@link AuthorityError} `storage_unavailable`.
 */
export function assertNotTooOld(cacheControl: string | undefined, age: number): void {
  const [, most] = /(?:^|[\s,])max-age=(\d{1,9})(?:$|[\s,])/i.exec(cacheControl ?? '') ?? [];
  if (most === undefined || age <= Number(most)) return;
  throw new AuthorityError(
    'storage_unavailable',
    `This replica is cut off from its database, and its version of the key set is ${age} seconds old, more than you accept. Ask another replica.`,
  );
}

/**
 * Asserts that a client doesn't already have a later version than the one held in memory.
 *
 * @throws {@link AuthorityError} `storage_unavailable`.
 */
export function assertNotOlder(ifNoneMatch: string | undefined, tag: string | undefined): void {
  const held = tag === undefined ? undefined : parsePosition(tag);
  for (const text of heldPositions(ifNoneMatch ?? '')) {
    const had = parsePosition(text);
    if (had === undefined || held === undefined || comparePositions(had, held) <= 0) continue;
    throw new AuthorityError(
      'storage_unavailable',
      'This replica is cut off from its database, and your version of the key set is newer. Keep yours, or ask another replica.',
    );
  }
}
