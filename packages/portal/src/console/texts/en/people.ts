/** English texts of the console: people and roles. */

export const people = {
  title: 'People',
  intro:
    'Who may sign in by the sign-in provider, and what they may do. A role that you take away counts at once.',
  noProvider:
    'No sign-in provider is set up: start the server with --openid-issuer. Until then people need a key.',
  add: 'Add a person',
  noneTitle: 'Nobody yet',
  none: 'Add the people who help your customers, so that nobody shares a key.',
  columns: { person: 'Person', roles: 'Roles', last: 'Last signed in' },
  never: 'Never',
  edit: 'Change',
  editTitle: 'Name and roles',
  addTitle: 'Add a person',
  login: 'Address, or subject at the provider',
  loginHint:
    'An address must be verified by the provider. At the first sign-in the person is tied to that account.',
  loginWrong: 'Give the address or the subject: visible characters without spaces.',
  name: 'Name',
  roles: 'Roles',
  role: 'Role',
  where: 'Where',
  all: 'All workspaces',
  addRole: 'Add a role',
  takeAway: 'Take away',
  noRoles: 'No role: may not sign in',
  roleNames: { viewer: 'Viewer', support: 'Support', operator: 'Operator', owner: 'Owner' },
  roleHints: {
    viewer: 'Looks at keys, customers and the audit.',
    support: 'Also disables and revokes keys.',
    operator: 'Also creates and rotates keys, and opens a customer’s portal.',
    owner: 'May do everything there.',
  },
  remove: 'Remove',
  removeTitle: 'Remove this person?',
  removeText: 'The sessions of this person end, and nobody can sign in as this person any more.',
  erase: 'Also erase the name and address from the audit',
};
