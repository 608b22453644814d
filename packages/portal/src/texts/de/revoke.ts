/** German texts of the portal: revoking, disabling and enabling. */

import type { revoke as revokeEn } from '../en/revoke.ts';

export const revoke: typeof revokeEn = {
  title: 'Diesen Schlüssel widerrufen?',
  stops:
    'Programme, die diesen Schlüssel benutzen, können die API dann nicht mehr aufrufen. Das lässt sich nicht rückgängig machen.',
  lastUsed: (when) => `Zuletzt wurde er am ${when} benutzt.`,
  lastReported: (when) =>
    `Seine letzte gemeldete Nutzung war am ${when}. Er kann seitdem benutzt worden sein.`,
  neverUsed: 'Er wurde noch nie benutzt.',
  noneReported: 'Es wurde keine Nutzung gemeldet, er kann aber in Gebrauch sein.',
  oldEndsToo: (when) =>
    `Der Schlüssel, den er ersetzt, endet trotzdem am ${when}; danach funktioniert keiner von beiden.`,
  undoInstead: 'Um den alten zu behalten, machen Sie stattdessen den Wechsel rückgängig.',
  rotateInstead:
    'Braucht ihn noch ein Programm, wechseln Sie ihn stattdessen: Dann funktionieren eine Zeit lang beide Schlüssel.',
  reason: 'Grund (optional)',
  confirm: 'Endgültig widerrufen',
  disableTitle: 'Diesen Schlüssel sperren?',
  disableStops: 'Programme, die diesen Schlüssel benutzen, werden abgewiesen, bis er entsperrt wird.',
  enableTitle: 'Diesen Schlüssel entsperren?',
  enableText: 'Der Schlüssel wird wieder angenommen, wer auch immer eine Kopie davon hat.',
};
