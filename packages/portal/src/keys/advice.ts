import type { Key } from '@lostwax/client';
import { isNeverUsed, quietUntil } from './known-use.ts';

/** Advice on ending the old key of a rotation. */
export type Advice =
  /** The records aren't fresh enough for advice. */
  | { readonly is: 'unsure' }
  /** The new key is refused: without the old one, nothing works. */
  | { readonly is: 'onlyOld'; readonly state: 'revoked' | 'expired' | 'disabled' }
  /** Neither is accepted, for example because the customer is suspended. */
  | { readonly is: 'neither' }
  /** The new key is not yet accepted everywhere. */
  | { readonly is: 'reaching' }
  | { readonly is: 'stillUsed'; readonly at: string }
  /** Not all usage is reported. */
  | { readonly is: 'unknownUse' }
  /** Usage is reported with a delay, and usage since the rotation isn't known yet. */
  | { readonly is: 'tooEarly' }
  /** Not used since then, but that isn't long ago: a program may run once a night. */
  | { readonly is: 'notYetUsed' }
  | { readonly is: 'safe'; readonly until: number };

/** A key that was in use is safe to end only after a day without use. */
const QUIET_MS = 86_400_000;

export function isLive({ state }: Key): boolean {
  return state === 'active' || state === 'disabled';
}

export function isAccepted({ state, propagation }: Key): boolean {
  return state === 'active' && propagation.effect === 'accepted';
}

/**
 * Advice is based only on what is known.
 *
 * @param fresh - Whether both records were read just now.
 */
export function adviceOf(old: Key, successor: Key, fresh: boolean): Advice {
  if (!fresh) return { is: 'unsure' };
  if (successor.state !== 'active') return { is: 'onlyOld', state: successor.state };
  if (!isAccepted(successor)) return { is: 'neither' };
  const since = Date.parse(successor.createdAt);
  if (old.lastUsedAt !== null && Date.parse(old.lastUsedAt) > since)
    return { is: 'stillUsed', at: old.lastUsedAt };
  const { usageKnown, usageTracking } = old;
  if (usageTracking !== 'full' || (usageKnown !== null && Date.parse(usageKnown.since) > since))
    return { is: 'unknownUse' };
  if (successor.propagation.since === null) return { is: 'reaching' };
  const until = quietUntil(old, since);
  if (until === undefined) return { is: 'tooEarly' };
  return isNeverUsed(old) || until - since > QUIET_MS ? { is: 'safe', until } : { is: 'notYetUsed' };
}
