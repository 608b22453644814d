/** English texts of the portal: the frame around each screen. */

export const shell = {
  navigation: 'Main',
  keys: 'Keys',
  history: 'History',
  found: 'Found a key?',
  leave: 'Leave',
  backTo: (where: string) => `Back to ${where}`,
  language: 'Language',
  theme: 'Appearance',
  themes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
};
