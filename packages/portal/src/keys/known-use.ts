import type { Key } from '@lostwax/client';

type Uses = Pick<Key, 'createdAt' | 'lastUsedAt' | 'usageKnown'>;

/**
 * Until when a key is known not to have been used since `from`; undefined if it was used, or if not all usage since then has been
 * reported. All times are the authority's, so the user's clock doesn't matter. Milliseconds since the Unix epoch.
 */
export function quietUntil({ lastUsedAt, usageKnown }: Uses, from: number): number | undefined {
  if (usageKnown === null || Date.parse(usageKnown.since) > from) return undefined;
  if (lastUsedAt !== null && Date.parse(lastUsedAt) > from) return undefined;
  const until = Date.parse(usageKnown.until);
  return until > from ? until : undefined;
}

/** How long a key is known to have been unused until now, in milliseconds; 0 if that isn't known. */
export function quietFor(key: Uses): number {
  const timeOf = (at: string | null | undefined): number => (at ? Date.parse(at) : 0);
  const from = Math.max(timeOf(key.createdAt), timeOf(key.lastUsedAt), timeOf(key.usageKnown?.since));
  return (quietUntil(key, from) ?? from) - from;
}

/** Whether a key is known never to have been used. */
export function isNeverUsed(key: Uses): boolean {
  return key.lastUsedAt === null && quietUntil(key, Date.parse(key.createdAt)) !== undefined;
}
