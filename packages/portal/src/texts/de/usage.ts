/** German texts of the portal: usage. */

import type { usage as usageEn } from '../en/usage.ts';
import { plural } from './plural.ts';

export const usage: typeof usageEn = {
  title: 'Nutzung',
  days: 'Anfragen pro Tag in den letzten 30 Tagen',
  total: (count, text) =>
    plural(count, {
      one: `${text} Anfrage in den letzten 30 Tagen`,
      other: `${text} Anfragen in den letzten 30 Tagen`,
    }),
  none: 'Keine Anfragen in den letzten 30 Tagen.',
  noneReported:
    'In den letzten 30 Tagen wurde keine Nutzung gemeldet. Der Schlüssel kann trotzdem in Verwendung sein.',
  partial: 'Die tatsächliche Zahl kann höher sein, da nicht jede Nutzung gemeldet wird.',
  day: 'Tag',
  count: 'Anfragen',
  table: 'Als Tabelle anzeigen',
};
