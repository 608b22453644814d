/** German texts of the portal: the frame around each screen. */

import type { shell as shellEn } from '../en/shell.ts';

export const shell: typeof shellEn = {
  navigation: 'Hauptnavigation',
  keys: 'Schlüssel',
  history: 'Verlauf',
  found: 'Kompromittierten Schlüssel melden',
  leave: 'Abmelden',
  backTo: (where) => `Zurück zu ${where}`,
  docs: 'Dokumentation',
  support: 'Support kontaktieren',
  language: 'Sprache',
  theme: 'Design',
  menu: 'Konto und Einstellungen',
  themes: { auto: 'System', light: 'Hell', dark: 'Dunkel' },
};
