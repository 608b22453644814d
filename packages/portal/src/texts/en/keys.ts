/** English texts of the portal: the key list. */

import { plural } from './plural.ts';

export const keys = {
  title: 'Keys',
  of: (count: string, most: string) => `${count} of ${most} keys in use`,
  count: (count: number, text: string) =>
    plural(count, { one: `${text} key in use`, other: `${text} keys in use` }),
  create: 'Create a key',
  search: 'Search by name, key id or last characters',
  state: 'State',
  all: 'All',
  states: { active: 'Active', disabled: 'Disabled', expired: 'Expired', revoked: 'Revoked' },
  columns: {
    key: 'Key',
    scopes: 'May do',
    created: 'Created',
    lastUsed: 'Last used',
    expires: 'Expires',
    state: 'State',
  },
  unnamed: 'No name',
  noneTitle: 'No keys yet',
  none: 'A key lets your program call the API. Create one, and paste it into your program.',
  noneMayNot:
    'A key lets your program call the API. You may not create any; ask whoever manages your account.',
  nothingTitle: 'Nothing matches',
  nothing: 'No key has this in its name, at the beginning of its key id or at its end.',
  nothingInState: 'No key is in this state.',
  showAll: 'Show all keys',
  older: 'Older keys',
  newer: 'Newest keys',
  list: 'Your keys, newest first',
  never: 'Never',
  notUsed: 'Not yet',
  noneReported: 'No use reported',
  /** After the time of a last use where a later one may not have been reported. */
  latestReport: '(latest report)',
  pages: 'Pages',
  noScopes: 'Nothing named',
  more: (count: number) => `and ${count} more`,
  replacing: 'Being replaced',
  newRefused: 'Its replacement is not accepted',
};

export const warnings = {
  neverExpiresLong:
    'This key never expires. If it leaks unnoticed, it works until somebody revokes it. Rotate it from time to time.',
  unused: 'Unused for 90 days',
  unusedLong: 'This key has not been used for 90 days. If nothing needs it, revoke it.',
  soonLong: (when: string) =>
    `This key expires ${when}. Rotate it now, so that your programs can switch in time.`,
};
