/** English texts of the console: the frame around each screen. */

export const name: string = 'Console';

export const firstKey = {
  text: 'The first administrator key is still active. It’s stored in a file on the server, so you can’t tell who uses it.',
  action: 'Create named keys, then revoke it',
};

export const places = {
  workspaces: 'Workspaces',
  administrators: 'Administrator keys',
  people: 'People',
  overview: 'Overview',
  keys: 'Keys',
  customers: 'Customers',
  audit: 'Audit log',
  readers: 'Gateways',
  settings: 'Settings',
  portal: 'Portal',
};
