/** German texts of the console: administrator keys. */

import type { admins as adminsEn } from '../en/admins.ts';

export const admins: typeof adminsEn = {
  title: 'Schlüssel der Administratoren',
  intro:
    'Für Menschen und Programme, die die API betreiben. Der letzte, der alles darf und nie abläuft, kann nicht widerrufen werden.',
  create: 'Schlüssel für Administrator erstellen',
  who: 'Für wen er ist',
  whoHint: 'Ein Mensch oder Programm: jane, backend. Sichtbare Zeichen ohne Leerzeichen.',
  where: 'Wo',
  everywhere: 'In allen Arbeitsbereichen',
  scopes: {
    admin: 'Alles',
    'keys:read': 'Schlüssel und Kunden sehen',
    'keys:create': 'Schlüssel erstellen und entsperren',
    'keys:rotate': 'Schlüssel wechseln',
    'keys:revoke': 'Schlüssel widerrufen und sperren',
    'portal:write': 'Das Portal für Kunden öffnen',
    'usage:write': 'Nutzungen melden (ein Gate)',
    'feed:read': 'Den vollen Feed lesen (ein Gate)',
    'audit:read': 'Das Protokoll lesen',
  },
};
