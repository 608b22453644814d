/** German texts of the portal: reporting a leaked key. */

import type { found as foundEn } from '../en/found.ts';

export const found: typeof foundEn = {
  title: 'Einen Schlüssel gefunden?',
  intro:
    'In einem Protokoll, einem Repository, einem Chat: Fügen Sie ihn hier ein, um zu sehen, welcher es ist, und beenden Sie ihn. Er wird auf dieser Seite gelesen und nur gesendet, wenn Sie einen Schlüssel beenden, der nicht Ihrer ist.',
  paste: 'Der Schlüssel, oder Text, der ihn enthält',
  none: 'Darin steht kein Schlüssel. Ein Schlüssel ist eine lange Zeile ohne Leerzeichen; kopieren Sie ihn noch einmal ganz.',
  yours: 'Das ist einer Ihrer Schlüssel',
  foreign: 'Das ist keiner Ihrer Schlüssel',
  foreignNeedsText:
    'Um ihn zu beenden, fügen Sie seinen ganzen Text ein: Wer einen Schlüssel hat, darf ihn beenden.',
  foreignText:
    'Er gehört vielleicht jemand anderem. Wenn Sie ihn hier widerrufen, wird jeder, der ihn benutzt, dauerhaft abgewiesen. Wurde der Schlüssel veröffentlicht, ist das im Sinne seines Besitzers.',
  ended: 'Dieser Schlüssel ist schon beendet und wird abgewiesen. Es bleibt nichts zu tun.',
  revoke: 'Diesen Schlüssel widerrufen',
  reason: 'offen gefunden',
  doneTitle: 'Der Schlüssel ist widerrufen',
  done: 'Er funktioniert nicht mehr. Entfernen Sie ihn jetzt dort, wo Sie ihn gefunden haben.',
  notAccepted:
    'Dieser Schlüssel wird nicht angenommen: Er ist schon beendet, gehört zu einem anderen Anbieter, oder sein Text ist nicht vollständig.',
  another: 'Einen anderen ansehen',
  readRest: 'Braucht ihn ein Programm, wechseln Sie den Schlüssel zuerst.',
};
