/** English texts of the portal: the key list. */

import { plural } from './plural.ts';

export const keys = {
  title: 'Keys',
  of: (count: string, most: string) => `${count} of ${most} keys`,
  count: (count: number, text: string) => plural(count, { one: `${text} key`, other: `${text} keys` }),
  /** After the number of keys. */
  replaced: (_count: number, text: string) => `${text} being replaced`,
  create: 'Create key',
  search: 'Name, key ID, or last characters',
  state: 'Status',
  all: 'All',
  states: { active: 'Active', disabled: 'Disabled', expired: 'Expired', revoked: 'Revoked' },
  columns: {
    key: 'Key',
    scopes: 'Permissions',
    created: 'Created',
    imported: 'Imported',
    lastUsed: 'Last used',
    expires: 'Expires',
    state: 'Status',
  },
  unnamed: 'Unnamed',
  noneTitle: 'No keys yet',
  none: 'You need a key to call the API. Create your first one.',
  noneMayNot: 'You need a key to call the API. Ask your administrator to create one for you.',
  nothingTitle: 'No matches',
  nothing: 'Try part of a name, the start of a key ID, or the last characters of a key.',
  nothingInState: 'No keys have this status.',
  showAll: 'Show all keys',
  older: 'Older keys',
  newer: 'Newest keys',
  list: 'Your keys, newest first',
  never: 'Never',
  notUsed: 'Never used',
  noneReported: 'No usage reported',
  /** After the time of a last use where a later one may not have been reported. */
  latestReport: '(last reported)',
  pages: 'Pages',
  noScopes: 'None specified',
  more: (count: number) => `and ${count} more`,
  replacing: 'Rotation in progress',
  newRefused: 'New key not working',
};

export const warnings = {
  neverExpiresLong:
    'This key never expires. If it leaks, it works until someone revokes it. Rotate it regularly.',
  unused: 'Unused for 90 days',
  unusedLong: 'This key hasn’t been used in 90 days. Revoke it if you no longer need it.',
  soonLong: (when: string) => `This key expires ${when}. Rotate it now so you have time to switch.`,
};
