/** German texts of the console: the key list. */

import type { keys as keysEn } from '../en/keys.ts';

export const keys: typeof keysEn = {
  issue: 'Schlüssel erstellen',
  revokeMany: 'Mehrere Schlüssel widerrufen',
  customer: 'Kunde',
  customerHint: 'Ihre eigene ID für den Kunden. Sie wird Teil des Schlüssels.',
  customerWrong: 'Geben Sie eine Kunden-ID ohne Leerzeichen ein.',
  of: (customer) => `Schlüssel von ${customer}`,
  all: 'Schlüssel',
  everyone: 'Alle Kunden',
  erased: 'Gelöschter Kunde',
  claims: 'Claims',
  metadata: 'Metadaten',
  onBehalf: 'Schlüssel für einen Kunden erstellen',
  onBehalfIntro: 'Sie sehen den Schlüssel nur einmal. Übermitteln Sie ihn dem Kunden auf einem sicheren Weg.',
};
