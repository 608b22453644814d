/** German texts of the portal: keys whose private half is made in the page. */

import type { pair as pairEn } from '../en/pair.ts';

export const pair: typeof pairEn = {
  client: 'Client-Authentifizierung',
  clients: {
    secret: {
      name: 'Client-Secret',
      hint: 'Ein gemeinsames Geheimnis. Funktioniert mit jeder OAuth-Bibliothek.',
    },
    pair: {
      name: 'Öffentlicher Schlüssel (private_key_jwt)',
      hint: 'Diese Seite erstellt ein Schlüsselpaar. Der private Schlüssel verlässt Ihren Browser nicht.',
    },
    certificate: {
      name: 'Zertifikat (Mutual TLS)',
      hint: 'Diese Seite erstellt das Zertifikat. Der private Schlüssel verlässt Ihren Browser nicht.',
    },
  },
  certificateHint: 'Diese Seite erstellt das Zertifikat. Der private Schlüssel verlässt Ihren Browser nicht.',
  privateKey: 'Privater Schlüssel',
  download: 'Herunterladen',
  onceKey:
    'Speichern Sie den privaten Schlüssel jetzt und bewahren Sie ihn sicher auf. Er ist nur in dieser Seite vorhanden und wird nicht noch einmal angezeigt.',
  onceBoth:
    'Speichern Sie jetzt beide Dateien und bewahren Sie sie sicher auf. Sie sind nur in dieser Seite vorhanden und werden nicht noch einmal angezeigt.',
  useClient:
    'Ihre OAuth-Bibliothek signiert mit diesem Schlüssel (ES256). Geben Sie die Client-ID als „iss“ und „sub“ und die Token-URL als „aud“ an.',
  useClientCertificate:
    'Ihre OAuth-Bibliothek legt dieses Zertifikat bei der Token-Anfrage und bei jedem Aufruf vor. Geben Sie in der Token-Anfrage die Client-ID an.',
  fingerprint: 'Fingerabdruck endet auf',
};
