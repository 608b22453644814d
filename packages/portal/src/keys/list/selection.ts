import type { Key } from '@lostwax/client';
import { useState } from 'react';
import { isLive } from '../advice.ts';

/** The selected keys of a list, for one action on all of them. */
export interface KeySelection {
  /** Those of the list that are checked, in its order; one that has ended or left the list is none of them. */
  readonly keys: readonly Key[];
  /** Those that can be checked: what has ended cannot be changed. */
  readonly selectable: readonly Key[];
  has(key: Key): boolean;
  set(keys: readonly Key[], checked: boolean): void;
  clear(): void;
}

export function useKeySelection(listed: readonly Key[]): KeySelection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const selectable = listed.filter(isLive);
  return {
    keys: selectable.filter(({ id }) => ids.has(id)),
    selectable,
    has: ({ id }) => ids.has(id),
    set(keys, checked) {
      const next = new Set(ids);
      for (const { id } of keys) {
        if (checked) next.add(id);
        else next.delete(id);
      }
      setIds(next);
    },
    clear: () => setIds(new Set()),
  };
}
