/** English texts of the console: the key list. */

export const keys = {
  issue: 'Create a key',
  revokeMany: 'Revoke many',
  customer: 'Customer',
  customerHint: 'Your own name for the customer, as it stands in its keys.',
  customerWrong: 'Give the customer: visible characters without spaces.',
  of: (customer: string) => `Keys of ${customer}`,
  all: 'Keys',
  everyone: 'Of every customer',
  erased: 'Erased customer',
  claims: 'Claims in the key',
  metadata: 'Your notes',
  onBehalf: 'Create a key for a customer',
  onBehalfIntro: 'You will see the key once. Hand it over in a way that nobody else can read.',
};
