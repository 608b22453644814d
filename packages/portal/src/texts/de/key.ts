/** German texts of the portal: the key page. */

import type { key as keyEn } from '../en/key.ts';

export const key: typeof keyEn = {
  title: (name) => `Schlüssel ${name}`,
  id: 'Schlüsselkennung',
  ending: 'Letzte sechs Zeichen',
  expires: 'Läuft ab',
  rename: 'Umbenennen',
  renameTitle: 'Schlüssel umbenennen',
  rotate: 'Wechseln',
  disable: 'Sperren',
  enable: 'Entsperren',
  revoke: 'Widerrufen',
  successor: 'Ersetzt durch',
  predecessor: 'Ersetzt',
  disabled: 'Dieser Schlüssel ist gesperrt. Er wird abgewiesen, bis er entsperrt wird.',
  disabledByProvider:
    'Ihr Anbieter hat diesen Schlüssel gesperrt. Er wird abgewiesen, bis der Anbieter ihn wieder entsperrt.',
  expiredNote: 'Dieser Schlüssel ist abgelaufen. Er kann nicht mehr benutzt werden.',
  revokedNote: 'Dieser Schlüssel ist widerrufen. Er kann nicht mehr benutzt werden.',
};
