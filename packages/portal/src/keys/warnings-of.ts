import type { Key } from '@lostwax/client';

export type KeyWarning = 'neverExpires' | 'unused' | 'soon';

const UNUSED_DAYS = 90;
const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * What is to be said of a key that is accepted.
 *
 * @param now - Milliseconds since the Unix epoch.
 */
export function warningsOf(key: Key, now: number): readonly KeyWarning[] {
  if (key.state !== 'active') return [];
  const expiresIn = key.expiresAt === null ? undefined : Date.parse(key.expiresAt) - now;
  return [
    ...(expiresIn === undefined ? (['neverExpires'] as const) : []),
    // Of a key that is being replaced the end is wanted.
    ...(expiresIn !== undefined && expiresIn < SOON_DAYS * DAY_MS && key.replacedBy === null
      ? (['soon'] as const)
      : []),
    ...(isUnused(key, now) ? (['unused'] as const) : []),
  ];
}

/** Only where every use is reported does no report mean no use. */
function isUnused(key: Key, now: number): boolean {
  if (key.usageTracking !== 'full') return false;
  return now - Date.parse(key.lastUsedAt ?? key.createdAt) > UNUSED_DAYS * DAY_MS;
}
