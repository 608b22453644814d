/** German texts of the portal: usage. */

import type { usage as usageEn } from '../en/usage.ts';
import { plural } from './plural.ts';

export const usage: typeof usageEn = {
  title: 'Nutzungen',
  days: 'Nutzungen je Tag in den letzten 30 Tagen',
  total: (count, text) =>
    plural(count, { one: `${text} Nutzung in 30 Tagen`, other: `${text} Nutzungen in 30 Tagen` }),
  none: 'Keine Nutzungen in den letzten 30 Tagen.',
  noneReported:
    'In den letzten 30 Tagen wurde keine Nutzung gemeldet. Der Schlüssel kann trotzdem in Gebrauch sein.',
  partial: 'Es können mehr sein, als gemeldet wurden.',
  day: 'Tag',
  count: 'Nutzungen',
  table: 'Als Tabelle zeigen',
  most: (count) => `Höchstens ${count} am Tag`,
};
