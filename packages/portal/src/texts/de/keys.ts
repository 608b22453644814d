/** German texts of the portal: the key list. */

import type { keys as keysEn, warnings as warningsEn } from '../en/keys.ts';
import { plural } from './plural.ts';

export const keys: typeof keysEn = {
  title: 'Schlüssel',
  of: (count, most) => `${count} von ${most} Schlüsseln in Gebrauch`,
  count: (count, text) =>
    plural(count, { one: `${text} Schlüssel in Gebrauch`, other: `${text} Schlüssel in Gebrauch` }),
  create: 'Schlüssel erstellen',
  search: 'Nach Name, Schlüsselkennung oder letzten Zeichen suchen',
  state: 'Zustand',
  all: 'Alle',
  states: { active: 'Aktiv', disabled: 'Gesperrt', expired: 'Abgelaufen', revoked: 'Widerrufen' },
  columns: {
    key: 'Schlüssel',
    scopes: 'Darf',
    created: 'Erstellt',
    lastUsed: 'Zuletzt benutzt',
    expires: 'Läuft ab',
    state: 'Zustand',
  },
  unnamed: 'Ohne Namen',
  noneTitle: 'Noch keine Schlüssel',
  none: 'Mit einem Schlüssel ruft Ihr Programm die API auf. Erstellen Sie einen und fügen Sie ihn in Ihr Programm ein.',
  noneMayNot:
    'Mit einem Schlüssel ruft Ihr Programm die API auf. Sie dürfen keine erstellen; fragen Sie, wer Ihr Konto verwaltet.',
  nothingTitle: 'Nichts gefunden',
  nothing: 'Kein Schlüssel hat das im Namen, am Anfang seiner Kennung oder an seinem Ende.',
  nothingInState: 'Kein Schlüssel ist in diesem Zustand.',
  showAll: 'Alle Schlüssel zeigen',
  older: 'Ältere Schlüssel',
  newer: 'Neueste Schlüssel',
  list: 'Ihre Schlüssel, neueste zuerst',
  never: 'Nie',
  notUsed: 'Noch nicht',
  noneReported: 'Keine Nutzung gemeldet',
  latestReport: '(letzte Meldung)',
  pages: 'Seiten',
  noScopes: 'Nichts Benanntes',
  more: (count) => `und ${count} weitere`,
  replacing: 'Wird ersetzt',
  newRefused: 'Der neue Schlüssel wird nicht angenommen',
};

export const warnings: typeof warningsEn = {
  neverExpiresLong:
    'Dieser Schlüssel läuft nie ab. Gerät er unbemerkt in fremde Hände, funktioniert er, bis ihn jemand widerruft. Wechseln Sie ihn von Zeit zu Zeit.',
  unused: 'Seit 90 Tagen unbenutzt',
  unusedLong:
    'Dieser Schlüssel wurde seit 90 Tagen nicht benutzt. Braucht ihn nichts mehr, widerrufen Sie ihn.',
  soonLong: (when) =>
    `Dieser Schlüssel läuft ${when} ab. Wechseln Sie ihn jetzt, damit Sie Ihre Programme rechtzeitig umstellen können.`,
};
