/** English texts of the portal: a new key, shown once, and why none can be created. */

import { plural } from './plural.ts';

export const newKey = {
  show: 'Show',
  hide: 'Hide',
  left: 'You left the page before you copied this key. Copy it now: we can’t show it again.',
  leaveTitle: 'Leave without copying the key?',
  leave: 'We can’t show this key again.',
  leaveAnyway: 'Leave anyway',
  stay: 'Stay on this page',
  madeBeforeTitle: 'This key can’t be shown again',
  madeBefore:
    'For your security, a key is shown only once. If you didn’t copy it, rotate it: you get a new key with the same permissions.',
  look: 'View key',
  blocked: {
    permission: 'You don’t have permission to create keys. Ask the person who manages your account.',
    suspended: 'Your account is suspended, so you can’t create keys.',
    limit: (count: number, text: string) =>
      plural(count, {
        one: `You’ve reached your limit of ${text} key. Revoke it to create another.`,
        other: `You’ve reached your limit of ${text} keys. Revoke one to create another.`,
      }),
  },
};
