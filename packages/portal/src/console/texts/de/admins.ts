/** German texts of the console: administrator keys. */

import type { admins as adminsEn } from '../en/admins.ts';

export const admins: typeof adminsEn = {
  title: 'Administratorschlüssel',
  intro:
    'Schlüssel für die Personen und Programme, die diesen Server verwalten. Der letzte Schlüssel mit vollem Zugriff kann nicht widerrufen werden.',
  create: 'Administratorschlüssel erstellen',
  who: 'Inhaber',
  whoHint: 'Die Person oder das Programm, etwa jane oder backend. Ohne Leerzeichen.',
  where: 'Arbeitsbereich',
  everywhere: 'Alle Arbeitsbereiche',
  scopes: {
    admin: 'Voller Zugriff',
    'keys:read': 'Schlüssel und Kunden ansehen',
    'keys:create': 'Schlüssel erstellen und aktivieren',
    'keys:rotate': 'Schlüssel rotieren',
    'keys:revoke': 'Schlüssel widerrufen und deaktivieren',
    'portal:write': 'Portal für Kunden öffnen',
    'usage:write': 'Nutzung melden (für ein Gate)',
    'feed:read': 'Den vollständigen Feed lesen (für ein Gate)',
    'audit:read': 'Das Audit-Protokoll ansehen',
  },
};
