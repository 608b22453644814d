import type { Key } from '@lostwax/client';

type Uses = Pick<Key, 'createdAt' | 'lastUsedAt' | 'usageKnown'>;

/**
 * Until when it is known that a key has not been used since `from`; undefined where it was, or where not every use since then has been
 * reported. All times are the authority's, so a reader's clock does not matter. Milliseconds since the Unix epoch.
 */
export function quietUntil({ lastUsedAt, usageKnown }: Uses, from: number): number | undefined {
  if (usageKnown === null || Date.parse(usageKnown.since) > from) return undefined;
  if (lastUsedAt !== null && Date.parse(lastUsedAt) > from) return undefined;
  const until = Date.parse(usageKnown.until);
  return until > from ? until : undefined;
}

/** For how long a key is known to have had no use up to now, in milliseconds; 0 where that is not known. */
export function quietFor(key: Uses): number {
  const timeOf = (at: string | null | undefined): number => (at ? Date.parse(at) : 0);
  const from = Math.max(timeOf(key.createdAt), timeOf(key.lastUsedAt), timeOf(key.usageKnown?.since));
  return (quietUntil(key, from) ?? from) - from;
}

/** Whether it is known that a key was never used. */
export function isNeverUsed(key: Uses): boolean {
  return key.lastUsedAt === null && quietUntil(key, Date.parse(key.createdAt)) !== undefined;
}
