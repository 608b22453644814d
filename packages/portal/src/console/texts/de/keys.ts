/** German texts of the console: the key list. */

import type { keys as keysEn } from '../en/keys.ts';

export const keys: typeof keysEn = {
  issue: 'Schlüssel erstellen',
  revokeMany: 'Viele widerrufen',
  customer: 'Kunde',
  customerHint: 'Ihr eigener Name für den Kunden, wie er in seinen Schlüsseln steht.',
  customerWrong: 'Geben Sie den Kunden an: sichtbare Zeichen ohne Leerzeichen.',
  of: (customer) => `Schlüssel von ${customer}`,
  all: 'Schlüssel',
  everyone: 'Von allen Kunden',
  erased: 'Gelöschter Kunde',
  claims: 'Angaben im Schlüssel',
  metadata: 'Ihre Notizen',
  onBehalf: 'Schlüssel für einen Kunden erstellen',
  onBehalfIntro:
    'Sie sehen den Schlüssel ein einziges Mal. Übergeben Sie ihn so, dass ihn niemand sonst lesen kann.',
};
