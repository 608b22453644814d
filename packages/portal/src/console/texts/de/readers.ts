/** German texts of the console: gateways. */

import { plural } from '../../../texts/de/plural.ts';
import type { readers as readersEn } from '../en/readers.ts';

export const readers: typeof readersEn = {
  /** Precedes the names of gateways. */
  notReported: 'Noch nicht gemeldet:',
  title: 'Gateways',
  intro:
    'Gateways prüfen Schlüssel vor Ihrer API. Fügen Sie jedes hinzu, um zu sehen, wann es eine Änderung übernommen hat.',
  configuration: 'Konfiguration abrufen',
  register: 'Gateway hinzufügen',
  noneTitle: 'Noch keine Gateways',
  none: 'Schlüssel funktionieren auch ohne registriertes Gateway. Lostwax kann dann aber nicht sagen, ab wann Ihre API einen widerrufenen Schlüssel ablehnt.',
  columns: {
    name: 'Name',
    kind: 'Typ',
    seen: 'Letzter Kontakt',
    has: 'Status',
    refresh: 'Abrufintervall',
    added: 'Hinzugefügt',
    id: 'Reader-ID',
  },
  kinds: { gateway: 'Gateway', gate: 'Gate' },
  never: 'Noch nicht',
  upToDate: 'Aktuell',
  behind: (count, text) =>
    plural(count, { one: `${text} Änderung im Rückstand`, other: `${text} Änderungen im Rückstand` }),
  overdue: 'Meldet sich nicht',
  otherHistory: 'Veraltet seit der letzten Wiederherstellung',
  unknown: 'Wartet auf ersten Kontakt',
  every: (seconds, text) => plural(seconds, { one: 'Jede Sekunde', other: `Alle ${text} Sekunden` }),
  idHint: 'Wer diese ID kennt, kann Meldungen im Namen dieses Gateways senden.',
  more: (name) => `Weitere Aktionen für ${name}`,
  view: 'Details anzeigen',
  edit: 'Bearbeiten',
  editTitle: 'Gateway bearbeiten',
  save: 'Speichern',
  saved: 'Gateway aktualisiert',
  added: 'Gateway hinzugefügt',
  removed: 'Gateway entfernt',
  remove: 'Entfernen',
  removeTitle: (name) => `${name} entfernen?`,
  removeText: 'Das Gateway prüft weiterhin Schlüssel. Lostwax zeigt nicht mehr an, ob es aktuell ist.',
  notFound: 'Gateway nicht gefunden',
  name: 'Name',
  nameWrong: 'Geben Sie einen Namen ein.',
  kind: 'Typ',
  kindHints: {
    gateway: 'Envoy, nginx oder ein anderes Gateway, das den Schlüsselsatz selbst abruft.',
    gate: 'lostwax gate, das übernommene Änderungen und die Nutzung der Schlüssel meldet.',
  },
  refresh: 'Abrufintervall in Sekunden',
  refreshWrong: 'Geben Sie eine ganze Zahl von 1 bis 86.400 ein.',
  command: 'Gate starten',
  commandText: 'Führen Sie dies auf dem Rechner aus, der Schlüssel prüft:',
  tracking: {
    gateways: 'Die Nutzung ist unvollständig: Ein Gateway, das Schlüssel selbst prüft, meldet keine Nutzung.',
    notSaid:
      'Die Nutzung ist unvollständig, bis Sie in den Einstellungen „Alle Gateways sind registriert“ einschalten.',
    all: 'Die Nutzung ist vollständig, solange jedes Gate sie meldet (--report-key-file).',
  },
};
