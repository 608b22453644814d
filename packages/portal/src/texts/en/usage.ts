/** English texts of the portal: usage. */

import { plural } from './plural.ts';

export const usage = {
  title: 'Uses',
  days: 'Uses a day in the last 30 days',
  total: (count: number, text: string) =>
    plural(count, { one: `${text} use in 30 days`, other: `${text} uses in 30 days` }),
  none: 'No uses in the last 30 days.',
  noneReported: 'No use reported in the last 30 days. The key may still be in use.',
  partial: 'There may be more than were reported.',
  day: 'Day',
  count: 'Uses',
  table: 'Show as a table',
  most: (count: string) => `At most ${count} a day`,
};
