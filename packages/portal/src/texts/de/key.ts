/** German texts of the portal: the key page. */

import type { key as keyEn } from '../en/key.ts';

export const key: typeof keyEn = {
  title: (name) => `Schlüssel ${name}`,
  id: 'Schlüssel-ID',
  ending: 'Letzte sechs Zeichen',
  expires: 'Läuft ab',
  rename: 'Umbenennen',
  renameTitle: 'Schlüssel umbenennen',
  rotate: 'Rotieren',
  disable: 'Deaktivieren',
  enable: 'Aktivieren',
  revoke: 'Widerrufen',
  revokeKey: 'Schlüssel widerrufen',
  successor: 'Ersetzt durch',
  predecessor: 'Ersetzt',
  disabled: 'Dieser Schlüssel ist deaktiviert. Er funktioniert erst wieder, wenn er aktiviert wird.',
  disabledByProvider:
    'Ihr Anbieter hat diesen Schlüssel deaktiviert. Er funktioniert erst wieder, wenn Ihr Anbieter ihn aktiviert.',
  expiredNote: 'Dieser Schlüssel ist abgelaufen und funktioniert nicht mehr.',
  revokedSharedNote: 'Dieser Schlüssel wurde widerrufen.',
  revokedNote: 'Dieser Schlüssel wurde widerrufen und funktioniert nicht mehr.',
};
