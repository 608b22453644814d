/** German texts of the portal: what several screens share. */

import type { actions as actionsEn, copy as copyEn, states as statesEn } from '../en/common.ts';

export const actions: typeof actionsEn = {
  tryAgain: 'Erneut versuchen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  back: 'Alle Schlüssel',
  backToKey: 'Zurück zum Schlüssel',
};

export const copy: typeof copyEn = {
  copy: 'Kopieren',
  done: 'Kopiert',
  refused: 'Kopieren fehlgeschlagen. Markieren Sie den Text und kopieren Sie ihn manuell.',
};

export const states: typeof statesEn = {
  loading: 'Wird geladen …',
  justNow: 'Gerade eben',
  waitingForConnection: 'Keine Verbindung. Neuer Versuch …',
  lostConnection:
    'Keine Verbindung zum Server. Diese Seite ist möglicherweise nicht aktuell. Sie wird aktualisiert, sobald Sie wieder online sind.',
  lostTitle: 'Keine Verbindung',
  failedTitle: 'Ein Fehler ist aufgetreten',
  noKeyTitle: 'Schlüssel nicht gefunden',
  dangerZone: 'Gefahrenbereich',
};
