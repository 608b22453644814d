/** English texts of the portal: the frame around each screen. */

export const shell = {
  navigation: 'Main',
  keys: 'Keys',
  history: 'History',
  found: 'Found a key?',
  leave: 'Sign out',
  backTo: (where: string) => `Back to ${where}`,
  docs: 'Documentation',
  support: 'Contact support',
  language: 'Language',
  menu: 'Account and preferences',
  theme: 'Appearance',
  themes: { auto: 'System', light: 'Light', dark: 'Dark' },
};
