/** German texts of the console: gateways and gates. */

import { plural } from '../../../texts/de/plural.ts';
import type { readers as readersEn } from '../en/readers.ts';

export const readers: typeof readersEn = {
  title: 'Gateways und Gates',
  intro:
    'Die eingetragenen, damit die Seiten sagen können, was sie von einer Änderung gesehen haben. Ein Gateway holt den Schlüsselsatz; ein Gate sagt, was es angewendet hat.',
  configuration: 'Konfiguration holen',
  register: 'Eintragen',
  noneTitle: 'Keines ist eingetragen',
  none: 'Schlüssel gehen auch so. Aber nur von eingetragenen kann jemand sagen, dass sie einen widerrufenen Schlüssel abweisen.',
  columns: {
    name: 'Name',
    kind: 'Art',
    seen: 'Zuletzt gehört',
    has: 'Stand',
    refresh: 'Holt alle',
    added: 'Hinzugefügt',
    id: 'Leserkennung',
  },
  kinds: { gateway: 'Gateway', gate: 'Gate' },
  never: 'Nicht seit dem Start des Servers',
  upToDate: 'Auf dem Stand',
  behind: (count, text) =>
    plural(count, { one: `${text} Änderung zurück`, other: `${text} Änderungen zurück` }),
  otherHistory: 'Vor der letzten Wiederherstellung',
  unknown: 'Unbekannt',
  seconds: (text) => `${text} s`,
  remove: 'Entfernen',
  removeTitle: 'Diesen Leser entfernen?',
  removeText:
    'Er läuft weiter wie bisher, wird aber nicht mehr gezählt, wo die Seiten sagen, was gesehen wurde.',
  name: 'Name',
  nameWrong: 'Geben Sie ihm einen Namen.',
  kind: 'Art',
  kindHints: {
    gateway: 'Envoy und andere, die den Schlüsselsatz selbst holen.',
    gate: 'lostwax gate, das sagt, was es angewendet hat.',
  },
  refresh: 'Holt den Schlüsselsatz alle … Sekunden',
  refreshWrong: 'Schreiben Sie ganze Sekunden von 1 bis 86.400.',
  add: 'Eintragen',
  tracking: {
    gateways:
      'Nutzungen werden nicht vollständig erfasst: Ein Gateway, das Schlüssel selbst prüft, meldet keine.',
    notSaid:
      'Nutzungen werden nicht vollständig erfasst: Die Einstellungen sagen nicht, dass das alle sind. Schalten Sie dort „Alle Gateways sind registriert“ ein, sobald es so ist.',
    all: 'Nutzungen werden vollständig erfasst, solange jedes Gate sie meldet (--report-key-file).',
  },
  head: (changes) => `Änderungen des Schlüsselsatzes bisher: ${changes}.`,
};
