/** The columns of a `FeedKeyRow`, of `keys` joined with `customers`. */
export const feedColumns = [
  'keys.pin',
  'keys.method',
  'keys.jwk',
  'keys.kid',
  'keys.scopes',
  'keys.claims',
  'keys.expires_at',
  'keys.former_expires_at',
  'customers.subject as customer_subject',
] as const;
