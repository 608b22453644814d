/** German texts of the portal: a new key, shown once, and why none can be created. */

import type { newKey as newKeyEn } from '../en/new-key-shown.ts';
import { plural } from './plural.ts';

export const newKey: typeof newKeyEn = {
  show: 'Anzeigen',
  hide: 'Ausblenden',
  left: 'Sie haben die Seite verlassen, bevor Sie diesen Schlüssel kopiert haben. Kopieren Sie ihn jetzt: Er wird nicht noch einmal angezeigt.',
  leaveTitle: 'Seite verlassen, ohne den Schlüssel zu kopieren?',
  leave: 'Dieser Schlüssel wird nicht noch einmal angezeigt.',
  leaveAnyway: 'Trotzdem verlassen',
  stay: 'Auf dieser Seite bleiben',
  madeBeforeTitle: 'Dieser Schlüssel kann nicht mehr angezeigt werden',
  madeBefore:
    'Zu Ihrer Sicherheit wird ein Schlüssel nur einmal angezeigt. Wenn Sie ihn nicht kopiert haben, rotieren Sie ihn: Sie erhalten einen neuen Schlüssel mit denselben Berechtigungen.',
  look: 'Schlüssel ansehen',
  blocked: {
    permission:
      'Sie haben keine Berechtigung, Schlüssel zu erstellen. Wenden Sie sich an die Person, die Ihr Konto verwaltet.',
    suspended: 'Ihr Konto ist gesperrt. Sie können keine Schlüssel erstellen.',
    limit: (count, text) =>
      plural(count, {
        one: `Sie haben Ihr Limit von ${text} Schlüssel erreicht. Widerrufen Sie ihn, um einen neuen zu erstellen.`,
        other: `Sie haben Ihr Limit von ${text} Schlüsseln erreicht. Widerrufen Sie einen, um einen neuen zu erstellen.`,
      }),
  },
};
