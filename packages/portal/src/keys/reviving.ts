import type { Key } from '@lostwax/client';
import { hashKey, useQuery } from '@tanstack/react-query';
import { isLive } from './advice.ts';
import { readKey, workspaceData } from './calls.ts';
import { useKeysScope } from './scope.tsx';

const LONGEST_OVERLAP_MS = 90 * 86_400_000;
/** Someone else may rotate the new key again, or suspend the customer. */
const REFRESH_MS = 5_000;

/** What the authority would allow the session to do with the old key of a rotation. */
export interface Reviving {
  readonly mayUndo: boolean;
  /** The latest expiration that can be chosen; the current one if it can only be moved earlier. Milliseconds since the Unix epoch. */
  readonly latestEnd: number;
}

/** Follows the authority's rules (domain/keys/overlap.ts), so that the pages don't offer what it would refuse. */
export function useReviving(old: Key | undefined, successor: Key): Reviving {
  const scope = useKeysScope();
  const last = useIsLast(successor);
  const allowed = useIsAllowed(old);
  if (old === undefined) return { mayUndo: false, latestEnd: 0 };
  const present = timeOf(old.expiresAt);
  if (!allowed || !scope.may('rotate') || !scope.mayRevive(old, successor))
    return { mayUndo: false, latestEnd: present };
  // Without the right to create keys, the old key must not get more than the new one has.
  const bound = scope.may('create')
    ? Number.POSITIVE_INFINITY
    : grantsAsMuch(successor, old)
      ? timeOf(successor.expiresAt)
      : present;
  const original = timeOf(old.originalExpiresAt);
  const longest = Date.parse(successor.createdAt) + LONGEST_OVERLAP_MS;
  return {
    mayUndo: last && original <= bound && (scope.may('create') || grantsAsMuch(successor, old)),
    latestEnd: Math.max(present, Math.min(original, longest, bound)),
  };
}

/** Whether no later successor is live: undoing the rotation would leave it as a second key. */
function useIsLast({ replacedBy }: Key): boolean {
  const scope = useKeysScope();
  const { data } = useQuery({
    queryKey: [...workspaceData(scope.workspace), 'later', replacedBy],
    queryFn: async ({ signal }) => {
      for (let next = replacedBy; next !== null; ) {
        const key = await readKey(scope, next, signal);
        if (isLive(key)) return false;
        next = key.replacedBy;
      }
      return true;
    },
    enabled: replacedBy !== null,
    refetchInterval: REFRESH_MS,
  });
  return replacedBy === null || data === true;
}

/** Whether the key's customer currently may have its scopes, as far as the session doesn't already know. */
function useIsAllowed(key: Key | undefined): boolean {
  const { readCustomer, workspace } = useKeysScope();
  const id = key?.customer ?? null;
  const { data } = useQuery({
    queryKey: [...workspaceData(workspace), 'customer', id],
    queryFn: ({ signal }) => readCustomer?.(id ?? '', signal) ?? null,
    enabled: readCustomer !== undefined && id !== null,
    refetchInterval: REFRESH_MS,
  });
  if (readCustomer === undefined) return true;
  if (data?.state !== 'active') return false;
  return key?.scopes.every((scope) => data.scopes?.includes(scope) ?? true) === true;
}

function grantsAsMuch(one: Key, other: Key): boolean {
  const scopes = other.scopes.every((scope) => one.scopes.includes(scope));
  return scopes && hashKey([one.claims]) === hashKey([other.claims]);
}

const timeOf = (at: string | null): number => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at));
