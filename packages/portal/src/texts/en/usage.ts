/** English texts of the portal: usage. */

import { plural } from './plural.ts';

export const usage = {
  title: 'Usage',
  days: 'Requests per day in the last 30 days',
  total: (count: number, text: string) =>
    plural(count, {
      one: `${text} request in the last 30 days`,
      other: `${text} requests in the last 30 days`,
    }),
  none: 'No requests in the last 30 days.',
  noneReported: 'No usage reported in the last 30 days. The key may still be in use.',
  partial: 'The actual number may be higher because not all usage is reported.',
  day: 'Day',
  count: 'Requests',
  table: 'Show as table',
};
