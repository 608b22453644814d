/** German texts of the console: customers. */

import { plural } from '../../../texts/de/plural.ts';
import type { customers as customersEn } from '../en/customers.ts';

export const customers: typeof customersEn = {
  title: 'Kunden',
  search: 'Nach Name oder Kennung suchen',
  noneTitle: 'Noch keine Kunden',
  none: 'Ein Kunde ist von seinem ersten Schlüssel oder seinem ersten Besuch im Portal an da.',
  nothing: 'Kein Kunde hat das in Name oder Kennung.',
  columns: { customer: 'Kunde', state: 'Zustand', keys: 'Schlüssel', limit: 'Höchstens', since: 'Seit' },
  states: { active: 'Aktiv', suspended: 'Ausgesetzt' },
  unlimited: 'Ohne Grenze',
  byWorkspace: (count) => `${count} (Arbeitsbereich)`,
  openPortal: 'Portal dieses Kunden öffnen',
  portalLink: 'Portal öffnen',
  keys: 'Schlüssel dieses Kunden',
  suspend: 'Aussetzen',
  suspendTitle: 'Diesen Kunden aussetzen?',
  suspendText:
    'Alle seine Schlüssel werden abgewiesen, und es entstehen keine neuen, bis Sie die Aussetzung aufheben.',
  lift: 'Aussetzung aufheben',
  liftTitle: 'Aussetzung aufheben?',
  liftText: 'Jeder seiner Schlüssel ist wieder, was er vorher war.',
  suspended: 'Ausgesetzt: Alle seine Schlüssel werden abgewiesen.',
  limits: 'Name und Grenzen ändern',
  limitsTitle: 'Name und Grenzen',
  name: 'Name',
  maxKeys: 'Höchstzahl der Schlüssel',
  maxKeysHint: 'Leer gelassen: wie im Arbeitsbereich.',
  scopes: 'Was seine Schlüssel dürfen',
  scopesInherit: 'Wie im Arbeitsbereich',
  scopesOwn: 'Nur diese',
  scopesOwnHint: 'Je Zeile ein Scope. Keiner: Seine Schlüssel dürfen nichts Benanntes.',
  erase: 'Löschen',
  eraseTitle: 'Diesen Kunden löschen?',
  eraseText:
    'Alle seine Schlüssel werden endgültig widerrufen. Sein Name, seine Kennung und alle persönlichen Daten im Protokoll werden gelöscht. Das lässt sich nicht rückgängig machen.',
  eraseType: (id) => `Geben Sie zur Bestätigung ${id} ein`,
  eraseWrong: 'Das ist nicht die Kennung des Kunden.',
  erasedTitle: 'Der Kunde ist gelöscht',
  erased:
    'Das Persönliche ist fort. Das Protokoll behält, dass etwas geschehen ist, aber nicht, wen es betraf.',
  back: 'Alle Kunden',
  created: 'Bekannt seit',
  liveKeys: 'Schlüssel in Gebrauch',
  ended: (count, text) =>
    plural(count, { one: `${text} Sitzung beendet.`, other: `${text} Sitzungen beendet.` }),
  endSessions: 'Seine Portalsitzungen beenden',
  endSessionsText: 'Wer das Portal dieses Kunden offen hat, muss es neu öffnen.',
};
