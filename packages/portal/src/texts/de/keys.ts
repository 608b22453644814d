/** German texts of the portal: the key list. */

import type { keys as keysEn, warnings as warningsEn } from '../en/keys.ts';
import { plural } from './plural.ts';

export const keys: typeof keysEn = {
  title: 'Schlüssel',
  of: (count, most) => `${count} von ${most} Schlüsseln`,
  count: (_, text) => `${text} Schlüssel`,
  replaced: (count, text) => plural(count, { one: `${text} wird ersetzt`, other: `${text} werden ersetzt` }),
  create: 'Schlüssel erstellen',
  search: 'Name, Schlüssel-ID oder letzte Zeichen',
  state: 'Status',
  all: 'Alle',
  states: { active: 'Aktiv', disabled: 'Deaktiviert', expired: 'Abgelaufen', revoked: 'Widerrufen' },
  columns: {
    key: 'Schlüssel',
    scopes: 'Berechtigungen',
    created: 'Erstellt',
    imported: 'Importiert',
    lastUsed: 'Zuletzt verwendet',
    expires: 'Läuft ab',
    state: 'Status',
  },
  unnamed: 'Ohne Namen',
  noneTitle: 'Noch keine Schlüssel',
  none: 'Um die API aufzurufen, benötigen Sie einen Schlüssel. Erstellen Sie Ihren ersten.',
  noneMayNot:
    'Um die API aufzurufen, benötigen Sie einen Schlüssel. Bitten Sie Ihren Administrator, einen zu erstellen.',
  nothingTitle: 'Keine Treffer',
  nothing:
    'Suchen Sie nach einem Teil des Namens, dem Anfang der Schlüssel-ID oder den letzten Zeichen eines Schlüssels.',
  nothingInState: 'Keine Schlüssel mit diesem Status.',
  showAll: 'Alle Schlüssel anzeigen',
  older: 'Ältere Schlüssel',
  newer: 'Neueste Schlüssel',
  list: 'Ihre Schlüssel, neueste zuerst',
  never: 'Nie',
  notUsed: 'Noch nie verwendet',
  noneReported: 'Keine Nutzung gemeldet',
  latestReport: '(zuletzt gemeldet)',
  pages: 'Seiten',
  noScopes: 'Keine angegeben',
  more: (count) => `und ${count} weitere`,
  replacing: 'Wird rotiert',
  newRefused: 'Neuer Schlüssel funktioniert nicht',
};

export const warnings: typeof warningsEn = {
  neverExpiresLong:
    'Dieser Schlüssel läuft nie ab. Gerät er in falsche Hände, funktioniert er, bis er widerrufen wird. Rotieren Sie ihn regelmäßig.',
  unused: 'Seit 90 Tagen nicht verwendet',
  unusedLong:
    'Dieser Schlüssel wurde seit 90 Tagen nicht verwendet. Widerrufen Sie ihn, wenn Sie ihn nicht mehr benötigen.',
  soonLong: (when) =>
    `Dieser Schlüssel läuft ${when} ab. Rotieren Sie ihn jetzt, damit Ihnen genug Zeit für die Umstellung bleibt.`,
};
