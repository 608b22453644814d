/** English texts of the console: revoking many keys. */

import { plural } from '../../../texts/en/plural.ts';

export const revokeMany = {
  title: 'Revoke many keys',
  intro:
    'Say which, look at what would be revoked, and only then revoke. All that you fill in must fit a key.',
  createdBy: 'Created by',
  createdIn: 'Created in portal session',
  createdByHint:
    'The key id of an administrator, or the login of a person. Keys made in portal sessions that they opened are included.',
  after: 'Created from',
  before: 'Created before',
  reason: 'Why',
  look: 'Show what would be revoked',
  nothing: 'Say which keys: fill in at least one of these.',
  none: 'No live key fits.',
  count: (count: number, text: string) =>
    plural(count, { one: `${text} key would be revoked`, other: `${text} keys would be revoked` }),
  more: (text: string) => `and ${text} more`,
  confirm: (count: number, text: string) =>
    plural(count, { one: `Revoke ${text} key permanently`, other: `Revoke ${text} keys permanently` }),
  confirmTitle: 'Revoke them all?',
  confirmText: 'Every program that sends one of these keys is refused from now on. This cannot be undone.',
  done: (count: number, text: string) =>
    plural(count, { one: `${text} key is revoked.`, other: `${text} keys are revoked.` }),
  changed: 'The list is of the moment when you looked; a key that was made since and fits is revoked too.',
};
