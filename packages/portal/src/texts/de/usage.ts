/** German texts of the portal: usage. */

import type { usage as usageEn } from '../en/usage.ts';
import { plural } from './plural.ts';

export const usage: typeof usageEn = {
  title: 'Nutzung',
  days: 'Aufrufe pro Tag in den letzten 30 Tagen',
  total: (count, text) =>
    plural(count, {
      one: `${text} Aufruf in den letzten 30 Tagen`,
      other: `${text} Aufrufe in den letzten 30 Tagen`,
    }),
  none: 'Keine Aufrufe in den letzten 30 Tagen.',
  noneReported:
    'In den letzten 30 Tagen wurde keine Nutzung gemeldet. Der Schlüssel kann trotzdem in Verwendung sein.',
  partial: 'Die tatsächliche Zahl kann höher sein, da nicht jede Nutzung gemeldet wird.',
  day: 'Tag',
  count: 'Aufrufe',
  table: 'Als Tabelle anzeigen',
};
