/** German texts of the console: the frame around each screen. */

import type { firstKey as firstKeyEn, name as nameEn, places as placesEn } from '../en/shell.ts';

export const name: typeof nameEn = 'Konsole';

export const firstKey: typeof firstKeyEn = {
  text: 'Der erste Administratorschlüssel ist noch aktiv. Er liegt in einer Datei auf dem Server, daher ist nicht nachvollziehbar, wer ihn verwendet.',
  action: 'Eigene Schlüssel erstellen und den ersten widerrufen',
};

export const places: typeof placesEn = {
  workspaces: 'Arbeitsbereiche',
  administrators: 'Administratorschlüssel',
  people: 'Personen',
  overview: 'Übersicht',
  keys: 'Schlüssel',
  customers: 'Kunden',
  audit: 'Audit-Protokoll',
  readers: 'Gateways',
  settings: 'Einstellungen',
  portal: 'Portal',
};
