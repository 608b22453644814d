/** German texts of the portal: what several screens share. */

import type { actions as actionsEn, copy as copyEn, states as statesEn } from '../en/common.ts';

export const actions: typeof actionsEn = {
  tryAgain: 'Noch einmal versuchen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  back: 'Alle Schlüssel',
  backToKey: 'Zurück zum Schlüssel',
};

export const copy: typeof copyEn = {
  copy: 'Kopieren',
  done: 'Kopiert',
  refused: 'Bitte markieren und von Hand kopieren',
};

export const states: typeof statesEn = {
  loading: 'Wird geladen …',
  waitingForConnection: 'Keine Verbindung. Es wird weiter versucht …',
  lostConnection:
    'Keine Verbindung. Was Sie sehen, kann veraltet sein. Es wird aktualisiert, sobald Sie wieder online sind.',
  lostTitle: 'Keine Verbindung',
  failedTitle: 'Etwas ist schiefgegangen',
  noKeyTitle: 'Schlüssel nicht gefunden',
};
