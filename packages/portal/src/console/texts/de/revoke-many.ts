/** German texts of the console: revoking many keys. */

import { plural } from '../../../texts/de/plural.ts';
import type { revokeMany as revokeManyEn } from '../en/revoke-many.ts';

export const revokeMany: typeof revokeManyEn = {
  title: 'Mehrere Schlüssel widerrufen',
  intro:
    'Wählen Sie die Schlüssel aus, prüfen Sie die Liste und widerrufen Sie sie dann. Nur Schlüssel, auf die alle Angaben zutreffen, werden ausgewählt.',
  customer: 'Kunden-ID',
  createdBy: 'Erstellt von',
  createdIn: 'Erstellt in Portal-Sitzung',
  createdByHint:
    'E-Mail-Adresse oder Kennung einer Person oder die ID eines Administratorschlüssels. Schließt Schlüssel aus Portal-Sitzungen ein, die damit geöffnet wurden.',
  after: 'Erstellt nach',
  before: 'Erstellt vor',
  reason: 'Grund (optional)',
  look: 'Schlüssel anzeigen',
  nothing: 'Füllen Sie mindestens eines dieser Felder aus.',
  none: 'Keine aktiven oder deaktivierten Schlüssel gefunden',
  count: (count, text) =>
    plural(count, { one: `${text} Schlüssel wird widerrufen`, other: `${text} Schlüssel werden widerrufen` }),
  list: 'Schlüssel, die widerrufen werden',
  columns: { key: 'Schlüssel', customer: 'Kunde', lastUsed: 'Zuletzt verwendet' },
  more: (text) => `und ${text} weitere`,
  confirm: (_count, text) => `${text} Schlüssel widerrufen`,
  confirmTitle: (_count, text) => `${text} Schlüssel endgültig widerrufen?`,
  confirmText:
    'Jedes Programm, das einen dieser Schlüssel verwendet, funktioniert nicht mehr. Das lässt sich nicht rückgängig machen.',
  type: (_count, text, shown) => `Geben Sie ${text} ein, um ${shown} Schlüssel zu widerrufen`,
  typeWrong: 'Das stimmt nicht mit der Anzahl der Schlüssel überein.',
  done: (_count, text) => `${text} Schlüssel widerrufen`,
};
