/** German texts of the portal: the history. */

import type { history as historyEn } from '../en/history.ts';

export const history: typeof historyEn = {
  title: 'Verlauf',
  intro: 'Änderungen an Ihren Schlüsseln und wer sie vorgenommen hat, neueste zuerst.',
  ofKey: 'Verlauf',
  none: 'Noch keine Aktivität.',
  older: 'Ältere anzeigen',
  system: 'System',
  provider: 'Ihr Anbieter',
  self: 'Inhaber des Schlüssels',
  yourAccount: 'Ihr Konto',
  actions: {
    'key.issue': 'Schlüssel erstellt',
    'key.revoke': 'Schlüssel widerrufen',
    'key.disable': 'Schlüssel deaktiviert',
    'key.enable': 'Schlüssel aktiviert',
    'key.update': 'Schlüssel geändert',
    'key.expire': 'Schlüssel abgelaufen',
    'key.rotate': 'Schlüssel rotiert',
    'rotation.begin': 'Ablauf des alten Schlüssels festgelegt',
    'rotation.move': 'Ablauf des alten Schlüssels geändert',
    'rotation.undo': 'Rotation rückgängig gemacht',
    'customer.update': 'Limits oder Status des Kontos geändert',
    'session.open': 'Portal-Link erstellt',
    'session.begin': 'Portal geöffnet',
    'session.end': 'Vom Portal abgemeldet',
  },
  imported: 'Schlüssel importiert',
  other: (action) => `Sonstiges (${action})`,
  named: (name) => `„${name}“`,
  reason: (reason) => `Grund: ${reason}`,
};
