/** The columns of a `FeedKeyRow`, from `keys` joined with `customers` and `workspaces`. */
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
  'workspaces.audience',
  'workspaces.slug',
] as const;
