/** English texts of the console: revoking many keys. */

import { plural } from '../../../texts/en/plural.ts';

export const revokeMany = {
  title: 'Revoke keys in bulk',
  intro: 'Choose which keys, review them, then revoke. A key must match everything you fill in.',
  customer: 'Customer ID',
  createdBy: 'Created by',
  createdIn: 'Created in portal session',
  createdByHint:
    'A person’s login or an administrator key ID. Includes keys made in portal sessions they opened.',
  after: 'Created after',
  before: 'Created before',
  reason: 'Reason (optional)',
  look: 'Preview keys',
  nothing: 'Fill in at least one of these fields.',
  none: 'No active or disabled keys match',
  count: (count: number, text: string) =>
    plural(count, { one: `${text} key will be revoked`, other: `${text} keys will be revoked` }),
  list: 'Keys that will be revoked',
  columns: { key: 'Key', customer: 'Customer', lastUsed: 'Last used' },
  more: (text: string) => `and ${text} more`,
  confirm: (count: number, text: string) =>
    plural(count, { one: `Revoke ${text} key`, other: `Revoke ${text} keys` }),
  confirmTitle: (count: number, text: string) =>
    plural(count, { one: `Revoke ${text} key permanently?`, other: `Revoke ${text} keys permanently?` }),
  confirmText: 'Every program that uses one of these keys stops working. You can’t undo this.',
  type: (count: number, text: string, shown: string) =>
    plural(count, {
      one: `Type ${text} to revoke ${shown} key`,
      other: `Type ${text} to revoke ${shown} keys`,
    }),
  typeWrong: 'This doesn’t match the number of keys.',
  done: (count: number, text: string) =>
    plural(count, { one: `${text} key revoked`, other: `${text} keys revoked` }),
};
