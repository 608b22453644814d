/** German texts of the console: the overview of a workspace. */

import { plural } from '../../../texts/de/plural.ts';
import type { overview as overviewEn } from '../en/overview.ts';

export const overview: typeof overviewEn = {
  title: 'Übersicht',
  stats: 'Auf einen Blick',
  activeKeys: 'Aktive Schlüssel',
  activeKeysHint: 'Bei allen Kunden',
  calls: 'Aufrufe, letzte 30 Tage',
  callsUp: (percent) => `${percent} mehr als in den 30 Tagen davor`,
  callsDown: (percent) => `${percent} weniger als in den 30 Tagen davor`,
  callsSame: 'Wie in den 30 Tagen davor',
  callsFirst: 'Keine früheren Daten zum Vergleich',
  noCalls: 'Noch keine Aufrufe',
  notReported: 'Noch meldet kein Gate Aufrufe',
  perDay: 'Aufrufe pro Tag',
  expiring: 'Läuft bald ab',
  expiringHint: 'In den nächsten 30 Tagen',
  gateways: 'Verbundene Gateways',
  gatewaysValue: (reporting, registered) => `${reporting} von ${registered}`,
  noGateways: 'Noch keine Gateways',
  gatewaysAll: 'Alle melden sich',
  gatewaySilent: 'meldet sich nicht',
  gatewaysSilent: (count, text) =>
    plural(count, { one: `${text} meldet sich nicht`, other: `${text} melden sich nicht` }),
  activity: 'Letzte Ereignisse',
  allActivity: 'Audit-Protokoll ansehen',
  noActivity: 'Noch keine Ereignisse in diesem Arbeitsbereich.',
};
