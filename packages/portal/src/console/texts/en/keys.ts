/** English texts of the console: the key list. */

export const keys = {
  issue: 'Create key',
  revokeMany: 'Revoke keys in bulk',
  customer: 'Customer',
  customerHint: 'Your own ID for the customer. It becomes part of the key.',
  customerWrong: 'Enter a customer ID without spaces.',
  of: (customer: string) => `Keys of ${customer}`,
  all: 'Keys',
  everyone: 'All customers',
  erased: 'Erased customer',
  claims: 'Claims',
  metadata: 'Metadata',
  onBehalf: 'Create a key for a customer',
  onBehalfIntro: 'You’ll see the key only once. Share it with the customer over a secure channel.',
};
