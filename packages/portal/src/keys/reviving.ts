import type { Key } from '@lostwax/client';
import { hashKey } from '@tanstack/react-query';
import { isLive } from './advice.ts';
import { useKey } from './calls.ts';
import { type KeysScope, useKeysScope } from './scope.tsx';

const LONGEST_OVERLAP_MS = 90 * 86_400_000;

type Rights = Pick<KeysScope, 'may' | 'mayRevive'>;

/** Whether the authority would let the session give an old key life back. Without the right to create, its successor must not have less. */
function mayReviveOld({ may, mayRevive }: Rights, old: Key, successor: Key): boolean {
  if (!may('rotate') || !mayRevive(old, successor)) return false;
  return may('create') || grantsAsMuch(successor, old);
}

/**
 * The latest time at which the old key may be made to end: its present end where it may not be moved back. Milliseconds since the Unix epoch.
 * The expiry that the key had before the rotation is not in its record; the authority refuses what is beyond it.
 */
export function latestEnd(rights: Rights, old: Key, successor: Key): number {
  const present = timeOf(old.expiresAt);
  if (!mayReviveOld(rights, old, successor)) return present;
  const longest = Date.parse(successor.createdAt) + LONGEST_OVERLAP_MS;
  return Math.max(present, rights.may('create') ? longest : Math.min(longest, timeOf(successor.expiresAt)));
}

/** Whether the rotation may be undone: not while a key that replaced the new one lives. */
export function useMayUndo(old: Key | undefined, successor: Key): boolean {
  const scope = useKeysScope();
  const next = useKey(successor.replacedBy).data;
  const last = successor.replacedBy === null || (next !== undefined && !isLive(next));
  return last && old !== undefined && mayReviveOld(scope, old, successor);
}

function grantsAsMuch(one: Key, other: Key): boolean {
  const scopes = other.scopes.every((scope) => one.scopes.includes(scope));
  return scopes && hashKey([one.claims]) === hashKey([other.claims]);
}

const timeOf = (at: string | null): number => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at));
