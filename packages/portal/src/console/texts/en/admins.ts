/** English texts of the console: administrator keys. */

export const admins = {
  title: 'Administrator keys',
  intro:
    'Keys for the people and programs that manage this server. The last key with full access can’t be revoked.',
  create: 'Create administrator key',
  who: 'Owner',
  whoHint: 'The person or program that uses it, such as jane or backend. No spaces.',
  where: 'Workspace',
  everywhere: 'All workspaces',
  scopes: {
    admin: 'Full access',
    'keys:read': 'View keys and customers',
    'keys:create': 'Create and enable keys',
    'keys:rotate': 'Rotate keys',
    'keys:revoke': 'Revoke and disable keys',
    'portal:write': 'Open the portal for customers',
    'usage:write': 'Report usage (for a gate)',
    'feed:read': 'Read the full feed (for a gate)',
    'audit:read': 'View the audit log',
  },
};
