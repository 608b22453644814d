/** German texts of the portal: revoking, disabling and enabling. */

import type { revoke as revokeEn } from '../en/revoke.ts';

export const revoke: typeof revokeEn = {
  title: 'Diesen Schlüssel widerrufen?',
  stops:
    'Anwendungen, die diesen Schlüssel verwenden, verlieren den Zugriff auf die API. Das lässt sich nicht rückgängig machen.',
  lastUsed: (when) => `Zuletzt verwendet am ${when}.`,
  lastReported: (when) =>
    `Letzte gemeldete Nutzung: ${when}. Der Schlüssel wurde möglicherweise seitdem verwendet.`,
  neverUsed: 'Dieser Schlüssel wurde noch nie verwendet.',
  noneReported: 'Es wurde keine Nutzung gemeldet. Der Schlüssel kann trotzdem in Verwendung sein.',
  oldEndsToo: (when) =>
    `Der Schlüssel, den er ersetzt, läuft trotzdem am ${when} ab. Danach funktioniert keiner der beiden.`,
  undoInstead: 'Um den alten Schlüssel zu behalten, machen Sie stattdessen die Rotation rückgängig.',
  rotateInstead:
    'Benötigen Sie ihn noch? Rotieren Sie ihn stattdessen: Dann funktionieren vorübergehend beide Schlüssel.',
  reason: 'Grund (optional)',
  confirm: 'Endgültig widerrufen',
  disableTitle: 'Diesen Schlüssel deaktivieren?',
  disableStops:
    'Anwendungen, die diesen Schlüssel verwenden, verlieren den Zugriff auf die API, bis er wieder aktiviert wird.',
  enableTitle: 'Diesen Schlüssel aktivieren?',
  enableText: 'Der Schlüssel funktioniert dann wieder für alle, die eine Kopie davon haben.',
};
