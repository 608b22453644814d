/** English texts of the console: the frame around each screen. */

export const name: string = 'Console';

export const firstKey = {
  text: "The first administrator's key is still in use. It lies in a file on the server, and nobody knows who uses it.",
  action: 'Make keys with names, then revoke it',
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
