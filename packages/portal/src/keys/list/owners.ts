import type { Key } from '@lostwax/client';
import type { ReactNode } from 'react';

/** The customer column, for lists with keys of several customers: its label, and its content for a key. */
export interface Owners {
  readonly label: string;
  readonly show: (key: Key) => ReactNode;
}
