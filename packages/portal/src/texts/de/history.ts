/** German texts of the portal: the history. */

import type { history as historyEn } from '../en/history.ts';

export const history: typeof historyEn = {
  title: 'Verlauf',
  intro: 'Was mit Ihren Schlüsseln getan wurde, und von wem. Neuestes zuerst.',
  ofKey: 'Verlauf',
  none: 'Noch wurde nichts getan.',
  older: 'Älteres zeigen',
  system: 'Das System',
  provider: 'Ihr Anbieter',
  self: 'Wer den Schlüssel hatte',
  yourAccount: 'Ihr Konto',
  actions: {
    'key.issue': 'Schlüssel erstellt',
    'key.revoke': 'Schlüssel widerrufen',
    'key.disable': 'Schlüssel gesperrt',
    'key.enable': 'Schlüssel entsperrt',
    'key.update': 'Schlüssel geändert',
    'key.expire': 'Schlüssel abgelaufen',
    'key.rotate': 'Schlüssel gewechselt',
    'rotation.begin': 'Ende eines alten Schlüssels festgelegt',
    'rotation.move': 'Ende eines alten Schlüssels verschoben',
    'rotation.undo': 'Wechsel rückgängig gemacht',
    'customer.update': 'Grenzen oder Zustand des Kontos geändert',
    'session.open': 'Link zum Portal erstellt',
    'session.begin': 'Portal geöffnet',
    'session.end': 'Portal verlassen',
  },
  other: (action) => `Etwas anderes (${action})`,
  named: (name) => `„${name}“`,
  reason: (reason) => `Grund: ${reason}`,
};
