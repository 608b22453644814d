/** German texts of the console: revoking many keys. */

import { plural } from '../../../texts/de/plural.ts';
import type { revokeMany as revokeManyEn } from '../en/revoke-many.ts';

export const revokeMany: typeof revokeManyEn = {
  title: 'Viele Schlüssel widerrufen',
  intro:
    'Sagen Sie welche, sehen Sie sich an, was widerrufen würde, und widerrufen Sie erst dann. Alles, was Sie ausfüllen, muss auf einen Schlüssel zutreffen.',
  createdBy: 'Erstellt von',
  createdIn: 'Erstellt in der Portal-Sitzung',
  createdByHint:
    'Die Schlüsselkennung eines Administrators oder die Anmeldung einer Person. Schlüssel aus Portal-Sitzungen, die sie geöffnet haben, gehören dazu.',
  after: 'Erstellt ab',
  before: 'Erstellt vor',
  reason: 'Warum',
  look: 'Zeigen, was widerrufen würde',
  nothing: 'Sagen Sie, welche Schlüssel: Füllen Sie mindestens eines davon aus.',
  none: 'Kein lebender Schlüssel passt.',
  count: (count, text) =>
    plural(count, {
      one: `${text} Schlüssel würde widerrufen`,
      other: `${text} Schlüssel würden widerrufen`,
    }),
  more: (text) => `und ${text} weitere`,
  confirm: (_, text) => `${text} Schlüssel endgültig widerrufen`,
  confirmTitle: 'Alle widerrufen?',
  confirmText:
    'Jedes Programm, das einen dieser Schlüssel sendet, wird ab jetzt abgewiesen. Das lässt sich nicht rückgängig machen.',
  done: (count, text) =>
    plural(count, { one: `${text} Schlüssel ist widerrufen.`, other: `${text} Schlüssel sind widerrufen.` }),
  changed:
    'Die Liste ist von dem Augenblick, in dem Sie nachgesehen haben; ein Schlüssel, der seitdem entstand und passt, wird auch widerrufen.',
};
