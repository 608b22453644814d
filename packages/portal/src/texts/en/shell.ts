/** English texts of the portal: the frame around each screen. */

export const shell = {
  navigation: 'Main',
  keys: 'Keys',
  history: 'History',
  found: 'Report a leaked key',
  leave: 'Sign out',
  backTo: (where: string) => `Back to ${where}`,
  docs: 'Documentation',
  support: 'Contact support',
  language: 'Language',
  theme: 'Theme',
  menu: 'Account and preferences',
  themes: { auto: 'System', light: 'Light', dark: 'Dark' },
};
