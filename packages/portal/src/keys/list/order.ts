import type { Key } from '@lostwax/client';

const columns = ['name', 'createdAt', 'lastUsedAt', 'expiresAt'] as const;
export type SortColumn = (typeof columns)[number];

export interface KeyOrder {
  readonly by: SortColumn;
  readonly descending: boolean;
}

/** The order in which the API lists keys. */
const newestFirst: KeyOrder = { by: 'createdAt', descending: true };

/** Parses an order from the URL: `name`, `-lastUsedAt`. */
export function readOrder(text: string | undefined): KeyOrder {
  const name = text?.replace(/^-/, '');
  const by = columns.find((column) => column === name);
  return by === undefined ? newestFirst : { by, descending: text?.startsWith('-') === true };
}

export function writeOrder({ by, descending }: KeyOrder): string {
  if (by === newestFirst.by && descending) return '';
  return `${descending ? '-' : ''}${by}`;
}

/** The order after a click on a column's heading: names from A, uses and creations from the latest, expirations from the soonest. */
export function orderAfterClick(now: KeyOrder, by: SortColumn): KeyOrder {
  if (now.by === by) return { by, descending: !now.descending };
  return { by, descending: by === 'createdAt' || by === 'lastUsedAt' };
}

/** Keys without a name, a use or an expiration come last in either direction. */
export function sortKeys(keys: readonly Key[], { by, descending }: KeyOrder, language: string): Key[] {
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const direction = descending ? -1 : 1;
  return keys.toSorted((one, other) => {
    const [a, b] = [one[by], other[by]];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return direction * (by === 'name' ? compare(a, b) : Date.parse(a) - Date.parse(b));
  });
}
