/** English texts of the portal: what can be done in a list of keys, and what is said afterwards. */

import { plural } from './plural.ts';

export const keyList = {
  name: 'Name',
  actions: 'Actions',
  live: 'Active and disabled',
  all: 'All statuses',
  expiring: 'Expiring in 30 days',
  noExpiring: 'No active keys expire in the next 30 days.',
  select: (name: string) => `Select ${name}`,
  selectAll: 'Select all keys on this page',
  menu: (name: string) => `Actions for ${name}`,
  copyId: 'Copy key ID',
  copied: 'Key ID copied',
  showEnded: (count: number, text: string) =>
    plural(count, {
      one: `Show ${text} revoked or expired key`,
      other: `Show ${text} revoked or expired keys`,
    }),
  hideEnded: 'Hide revoked or expired keys',
  noLiveTitle: 'No active keys',
  noLive: 'All your keys are revoked or expired.',
  clearFilters: 'Clear filters',
  cannotSort: (most: string) =>
    `Showing newest first. To sort by any column, search or filter until ${most} keys or fewer are left.`,
  createFirst: 'Create your first key',
  docs: 'Read the docs',
  bulk: {
    label: 'Selected keys',
    selected: (_count: number, text: string) => `${text} selected`,
    clear: 'Clear',
    busy: 'Working…',
    failed: (count: number, text: string, all: string) =>
      plural(count, {
        one: `${text} of ${all} keys was not changed. The list says why.`,
        other: `${text} of ${all} keys were not changed. The list says why.`,
      }),
    disable: {
      title: (count: number, text: string) =>
        plural(count, { one: 'Disable this key?', other: `Disable ${text} keys?` }),
      about: 'Programs that use these keys will be rejected until you enable the keys again.',
      confirm: (count: number, text: string) =>
        plural(count, { one: 'Disable key', other: `Disable ${text} keys` }),
      one: 'Disabled',
      done: (count: number, text: string) =>
        plural(count, { one: 'Key disabled', other: `${text} keys disabled` }),
    },
    revoke: {
      title: (count: number, text: string) =>
        plural(count, { one: 'Revoke this key?', other: `Revoke ${text} keys?` }),
      about: 'Programs that use these keys will no longer be able to call the API. This cannot be undone.',
      confirm: (count: number, text: string) =>
        plural(count, { one: 'Revoke permanently', other: `Revoke ${text} keys permanently` }),
      one: 'Revoked',
      done: (count: number, text: string) =>
        plural(count, { one: 'Key revoked', other: `${text} keys revoked` }),
    },
  },
};

/** Said in a toast. */
export const done = {
  revoke: 'Key revoked',
  disable: 'Key disabled',
  enable: 'Key enabled',
  rename: 'Key renamed',
  endOverlap: 'Old key expired',
  moveOverlap: 'Expiration of the old key changed',
  undoRotation: 'Rotation undone',
  undo: 'Undo',
};
