/** English texts of the portal: usage. */

import { plural } from './plural.ts';

export const usage = {
  title: 'Usage',
  days: 'Calls per day in the last 30 days',
  total: (count: number, text: string) =>
    plural(count, {
      one: `${text} call in the last 30 days`,
      other: `${text} calls in the last 30 days`,
    }),
  none: 'No calls in the last 30 days.',
  noneReported: 'No usage reported in the last 30 days. The key may still be in use.',
  partial: 'The actual number may be higher because not all usage is reported.',
  day: 'Day',
  count: 'Calls',
  table: 'Show as table',
};
