/** German texts of the portal: keys whose private half stays with the customer. */

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
      hint: 'Ihre Software signiert mit einem privaten Schlüssel. Wir kennen nur den öffentlichen.',
    },
    certificate: {
      name: 'Zertifikat (Mutual TLS)',
      hint: 'Ihre Software legt ein Client-Zertifikat vor. Wir kennen nur dessen Fingerabdruck.',
    },
  },
  origins: {
    certificate: {
      legend: 'Zertifikat',
      page: {
        name: 'Auf dieser Seite erstellen',
        hint: 'Der private Schlüssel verlässt Ihren Browser nicht.',
      },
      own: {
        name: 'Eigenes Zertifikat verwenden',
        hint: 'Sie signieren einen kurzen Text mit dem privaten Schlüssel, der bei Ihnen bleibt.',
      },
    },
    publicKey: {
      legend: 'Schlüsselpaar',
      page: {
        name: 'Auf dieser Seite erstellen',
        hint: 'Der private Schlüssel verlässt Ihren Browser nicht.',
      },
      own: {
        name: 'Eigenen öffentlichen Schlüssel verwenden',
        hint: 'Der private Schlüssel bleibt bei Ihnen.',
      },
    },
  },
  privateKey: 'Privater Schlüssel',
  download: 'Herunterladen',
  once: {
    publicKey:
      'Speichern Sie den privaten Schlüssel jetzt und bewahren Sie ihn sicher auf. Wir haben ihn nicht und können ihn nicht noch einmal anzeigen. Er signiert mit ES256.',
    certificate:
      'Speichern Sie jetzt beide Dateien und bewahren Sie sie sicher auf. Wir haben sie nicht und können sie nicht noch einmal anzeigen.',
  },
  registered: {
    publicKey:
      'Ihr öffentlicher Schlüssel ist registriert. Ihre Software signiert mit dem privaten Schlüssel, den Sie bereits haben.',
    certificate:
      'Ihr Zertifikat ist registriert. Ihre Software verwendet es mit dem privaten Schlüssel, den Sie bereits haben.',
  },
  useClient:
    'Ihre OAuth-Bibliothek signiert mit dem privaten Schlüssel. Geben Sie die Client-ID als „iss“ und „sub“ und die Token-URL als „aud“ an.',
  useClientCertificate:
    'Ihre OAuth-Bibliothek legt das Zertifikat bei der Token-Anfrage und bei jedem Aufruf vor. Geben Sie in der Token-Anfrage die Client-ID an.',
  fingerprint: 'Fingerabdruck endet auf',
};
