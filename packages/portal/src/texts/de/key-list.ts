/** German texts of the portal: what can be done in a list of keys, and what is said afterwards. */

import type { done as doneEn, keyList as keyListEn } from '../en/key-list.ts';
import { plural } from './plural.ts';

export const keyList: typeof keyListEn = {
  name: 'Name',
  actions: 'Aktionen',
  live: 'Aktiv und deaktiviert',
  all: 'Alle Status',
  expiring: 'Läuft in 30 Tagen ab',
  noExpiring: 'In den nächsten 30 Tagen läuft kein aktiver Schlüssel ab.',
  select: (name) => `${name} auswählen`,
  selectAll: 'Alle Schlüssel auf dieser Seite auswählen',
  menu: (name) => `Aktionen für ${name}`,
  copyId: 'Schlüssel-ID kopieren',
  copied: 'Schlüssel-ID kopiert',
  showEnded: (count, text) =>
    plural(count, {
      one: `${text} widerrufenen oder abgelaufenen Schlüssel anzeigen`,
      other: `${text} widerrufene oder abgelaufene Schlüssel anzeigen`,
    }),
  hideEnded: 'Widerrufene oder abgelaufene Schlüssel ausblenden',
  noLiveTitle: 'Keine aktiven Schlüssel',
  noLive: 'Alle Schlüssel sind widerrufen oder abgelaufen.',
  clearFilters: 'Filter zurücksetzen',
  cannotSort: (most) =>
    `Neueste zuerst. Schränken Sie die Liste auf höchstens ${most} Schlüssel ein, um nach jeder Spalte sortieren zu können.`,
  createFirst: 'Ersten Schlüssel erstellen',
  docs: 'Zur Dokumentation',
  bulk: {
    label: 'Ausgewählte Schlüssel',
    selected: (_count, text) => `${text} ausgewählt`,
    clear: 'Auswahl aufheben',
    busy: 'In Arbeit …',
    failed: (count, text, all) =>
      plural(count, {
        one: `${text} von ${all} Schlüsseln wurde nicht geändert. Der Grund steht in der Liste.`,
        other: `${text} von ${all} Schlüsseln wurden nicht geändert. Der Grund steht in der Liste.`,
      }),
    disable: {
      title: (count, text) =>
        plural(count, { one: 'Diesen Schlüssel deaktivieren?', other: `${text} Schlüssel deaktivieren?` }),
      about: 'Programme mit diesen Schlüsseln werden abgelehnt, bis Sie die Schlüssel wieder aktivieren.',
      confirm: (count, text) =>
        plural(count, { one: 'Schlüssel deaktivieren', other: `${text} Schlüssel deaktivieren` }),
      one: 'Deaktiviert',
      done: (count, text) =>
        plural(count, { one: 'Schlüssel deaktiviert', other: `${text} Schlüssel deaktiviert` }),
    },
    revoke: {
      title: (count, text) =>
        plural(count, { one: 'Diesen Schlüssel widerrufen?', other: `${text} Schlüssel widerrufen?` }),
      about:
        'Programme mit diesen Schlüsseln können die API nicht mehr aufrufen. Das lässt sich nicht rückgängig machen.',
      confirm: (count, text) =>
        plural(count, { one: 'Endgültig widerrufen', other: `${text} Schlüssel endgültig widerrufen` }),
      one: 'Widerrufen',
      done: (count, text) =>
        plural(count, { one: 'Schlüssel widerrufen', other: `${text} Schlüssel widerrufen` }),
    },
  },
};

export const done: typeof doneEn = {
  revoke: 'Schlüssel widerrufen',
  disable: 'Schlüssel deaktiviert',
  enable: 'Schlüssel aktiviert',
  rename: 'Schlüssel umbenannt',
  endOverlap: 'Alter Schlüssel abgelaufen',
  moveOverlap: 'Ablauf des alten Schlüssels geändert',
  undoRotation: 'Rotation rückgängig gemacht',
  undo: 'Rückgängig',
};
