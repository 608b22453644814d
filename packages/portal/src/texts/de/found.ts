/** German texts of the portal: reporting a leaked key. */

import type { found as foundEn } from '../en/found.ts';

export const found: typeof foundEn = {
  title: 'Kompromittierten Schlüssel melden',
  intro:
    'Haben Sie einen Schlüssel in einem Log, einem Repository oder einem Chat gefunden? Fügen Sie ihn hier ein, um zu sehen, welcher es ist, und ihn zu widerrufen. Ihr Browser liest ihn lokal aus und sendet ihn nur, wenn Sie einen fremden Schlüssel widerrufen.',
  paste: 'Schlüssel oder Text, der ihn enthält',
  none: 'Dieser Text enthält keinen Schlüssel. Ein Schlüssel ist eine lange Zeile ohne Leerzeichen. Kopieren Sie ihn vollständig und versuchen Sie es erneut.',
  yours: 'Das ist einer Ihrer Schlüssel',
  foreign: 'Das ist keiner Ihrer Schlüssel',
  foreignNeedsText:
    'Um ihn zu widerrufen, fügen Sie den vollständigen Schlüssel ein. Wer einen Schlüssel besitzt, kann ihn widerrufen.',
  foreignText:
    'Er gehört möglicherweise jemand anderem. Wenn Sie ihn widerrufen, verlieren alle, die ihn verwenden, endgültig den Zugriff. Wenn der Schlüssel öffentlich bekannt ist, ist das im Sinne des Eigentümers.',
  ended: 'Dieser Schlüssel funktioniert nicht mehr. Sie müssen nichts weiter tun.',
  reason: 'Als kompromittiert gemeldet',
  doneTitle: 'Schlüssel widerrufen',
  done: 'Er ist widerrufen. Entfernen Sie ihn nun dort, wo Sie ihn gefunden haben.',
  notAccepted:
    'Dieser Schlüssel ist nicht gültig. Er ist unvollständig, widerrufen oder abgelaufen, oder er gehört zu einem anderen Anbieter.',
  another: 'Weiteren Schlüssel prüfen',
  readRest: 'Wenn Sie ihn noch benötigen, rotieren Sie ihn zuerst.',
};
