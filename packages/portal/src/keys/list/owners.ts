import type { Key } from '@lostwax/client';
import type { ReactNode } from 'react';

/** Whose keys a list shows: the column's label, and its content for a key. */
export interface Owners {
  readonly label: string;
  readonly show: (key: Key) => ReactNode;
}
