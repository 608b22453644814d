import type { Key } from '@lostwax/client';
import { quietFor } from './known-use.ts';

export type KeyWarning = 'neverExpires' | 'unused' | 'soon';

const UNUSED_DAYS = 90;
const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * Warnings about a key that is accepted.
 *
 * @param now - Milliseconds since the Unix epoch.
 */
export function warningsOf(key: Key, now: number): readonly KeyWarning[] {
  if (key.state !== 'active') return [];
  const expiresIn = key.expiresAt === null ? undefined : Date.parse(key.expiresAt) - now;
  return [
    ...(expiresIn === undefined ? (['neverExpires'] as const) : []),
    // For a key that is being replaced, expiring is intended.
    ...(expiresIn !== undefined && expiresIn < SOON_DAYS * DAY_MS && key.replacedBy === null
      ? (['soon'] as const)
      : []),
    ...(quietFor(key) > UNUSED_DAYS * DAY_MS ? (['unused'] as const) : []),
  ];
}
