import type { Key } from '@lostwax/client';
import { useState } from 'react';
import { isLive } from '../advice.ts';

/** The selected keys of a list, for one action on all of them. */
export interface KeySelection {
  /** The selected keys of the list, in its order, without any that have ended or left the list. */
  readonly keys: readonly Key[];
  /** The keys that can be selected: ended keys can't be changed. */
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
