/** English texts of the console: administrator keys. */

export const admins = {
  title: "Administrators' keys",
  intro:
    'For people and programs that run the API. The last one that may do everything and never expires cannot be revoked.',
  create: 'Create an administrator’s key',
  who: 'Who it is for',
  whoHint: 'A person or program: jane, backend. Visible characters without spaces.',
  where: 'Where',
  everywhere: 'In all workspaces',
  scopes: {
    admin: 'Everything',
    'keys:read': 'See keys and customers',
    'keys:create': 'Create and enable keys',
    'keys:rotate': 'Rotate keys',
    'keys:revoke': 'Revoke and disable keys',
    'portal:write': 'Open the portal for customers',
    'usage:write': 'Report uses (a gate)',
    'feed:read': 'Read the full feed (a gate)',
    'audit:read': 'Read the audit',
  },
};
