/** German texts of the console: people and roles. */

import type { people as peopleEn } from '../en/people.ts';

export const people: typeof peopleEn = {
  title: 'Personen',
  intro:
    'Wer sich über den Anmeldedienst anmelden darf, und was er darf. Eine Rolle, die Sie wegnehmen, zählt sofort nicht mehr.',
  noProvider:
    'Es ist kein Anmeldedienst eingerichtet: Starten Sie den Server mit --openid-issuer. Bis dahin brauchen Personen einen Schlüssel.',
  add: 'Person aufnehmen',
  noneTitle: 'Noch niemand',
  none: 'Nehmen Sie die Menschen auf, die Ihren Kunden helfen, damit niemand einen Schlüssel teilt.',
  columns: { person: 'Person', roles: 'Rollen', last: 'Zuletzt angemeldet' },
  never: 'Nie',
  edit: 'Ändern',
  editTitle: 'Name und Rollen',
  addTitle: 'Person aufnehmen',
  login: 'Adresse oder Kennung beim Anmeldedienst',
  loginHint:
    'Eine Adresse muss der Anmeldedienst bestätigt haben. Bei der ersten Anmeldung wird die Person an dieses Konto gebunden.',
  loginWrong: 'Geben Sie die Adresse oder Kennung an: sichtbare Zeichen ohne Leerzeichen.',
  name: 'Name',
  roles: 'Rollen',
  role: 'Rolle',
  where: 'Wo',
  all: 'Alle Arbeitsbereiche',
  addRole: 'Rolle hinzufügen',
  takeAway: 'Wegnehmen',
  noRoles: 'Keine Rolle: darf sich nicht anmelden',
  roleNames: { viewer: 'Betrachter', support: 'Hilfe', operator: 'Bediener', owner: 'Eigentümer' },
  roleHints: {
    viewer: 'Sieht Schlüssel, Kunden und Protokoll.',
    support: 'Sperrt und widerruft auch Schlüssel.',
    operator: 'Erstellt und wechselt auch Schlüssel und öffnet das Portal eines Kunden.',
    owner: 'Darf dort alles.',
  },
  remove: 'Entfernen',
  removeTitle: 'Diese Person entfernen?',
  removeText: 'Die Sitzungen dieser Person enden, und niemand kann sich mehr als diese Person anmelden.',
  erase: 'Auch Name und Adresse aus dem Protokoll löschen',
};
