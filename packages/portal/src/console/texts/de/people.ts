/** German texts of the console: people and roles. */

import type { people as peopleEn } from '../en/people.ts';

export const people: typeof peopleEn = {
  title: 'Personen',
  intro: 'Wer sich in der Konsole anmelden kann und mit welchen Berechtigungen. Änderungen gelten sofort.',
  noProvider:
    'Es ist kein Identitätsanbieter konfiguriert. Starten Sie den Server mit --openid-issuer; bis dahin melden sich Personen mit einem Administratorschlüssel an.',
  add: 'Person hinzufügen',
  noneTitle: 'Noch keine Personen',
  none: 'Fügen Sie alle hinzu, die Ihre Kunden betreuen, damit niemand einen Schlüssel teilen muss.',
  columns: { person: 'Person', roles: 'Rollen', last: 'Letzte Anmeldung' },
  never: 'Nie',
  more: (name) => `Weitere Aktionen für ${name}`,
  edit: 'Bearbeiten',
  editTitle: 'Person bearbeiten',
  saved: 'Person aktualisiert',
  added: 'Person hinzugefügt',
  removed: 'Person entfernt',
  addTitle: 'Person hinzufügen',
  login: 'E-Mail-Adresse oder Kennung beim Identitätsanbieter',
  loginHint:
    'Der Identitätsanbieter muss die Adresse bestätigt haben. Bei der ersten Anmeldung wird die Person mit diesem Konto verknüpft.',
  loginWrong: 'Geben Sie eine E-Mail-Adresse oder Kennung ohne Leerzeichen ein.',
  name: 'Name',
  roles: 'Rollen',
  role: 'Rolle',
  where: 'Arbeitsbereich',
  all: 'Alle Arbeitsbereiche',
  in: (role, workspace) => `${role} in ${workspace}`,
  everywhere: (role) => `${role} in allen Arbeitsbereichen`,
  addRole: 'Rolle hinzufügen',
  takeAway: 'Entfernen',
  noRoles: 'Keine Rolle, Anmeldung nicht möglich',
  roleNames: { viewer: 'Betrachter', support: 'Support', operator: 'Operator', owner: 'Inhaber' },
  roleHints: {
    viewer: 'Kann Schlüssel, Kunden und das Audit-Protokoll sehen.',
    support: 'Kann zusätzlich Schlüssel deaktivieren und widerrufen.',
    operator: 'Kann zusätzlich Schlüssel erstellen und rotieren und das Portal eines Kunden öffnen.',
    owner: 'Kann alles.',
  },
  remove: 'Entfernen',
  removeTitle: (name) => `${name} entfernen?`,
  removeText: 'Die Person wird überall abgemeldet und kann sich nicht mehr anmelden.',
  erase: 'Auch Name und Adresse aus dem Audit-Protokoll löschen',
};
