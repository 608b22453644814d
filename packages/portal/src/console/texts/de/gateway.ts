/** German texts of the console: gateway configurations. */

import type { gateway as gatewayEn } from '../en/gateway.ts';

export const gateway: typeof gatewayEn = {
  title: 'Konfiguration eines Gateways',
  intro: 'Sie läuft, wie sie ist, und enthält kein Geheimnis.',
  back: 'Gateways und Gates',
  gateway: 'Gateway',
  mode: 'Wie es Schlüssel prüft',
  modes: { jwt: 'Selbst, mit dem Schlüsselsatz', gate: 'Es fragt ein Gate' },
  modeHints: {
    jwt: 'Sonst muss nichts laufen. Ein widerrufener Schlüssel wird beim nächsten Holen abgewiesen.',
    gate: 'Ein Gate läuft daneben. Ein widerrufener Schlüssel wird binnen einer Sekunde abgewiesen.',
  },
  upstream: 'Ihre API',
  upstreamHint: 'Rechner und Port hinter dem Gateway, einfaches HTTP.',
  shards: 'Dokumente mit Schlüsseln',
  shardsHint: '256 ab etwa 10.000 Schlüsseln.',
  revocation: 'Ein widerrufener Schlüssel wird binnen … Sekunden abgewiesen',
  gate: 'Gate',
  gateHint: 'Rechner und Port. Leer gelassen: auf demselben Rechner.',
  reader: 'Leser',
  readerHint: 'Als wer es sich nennt, damit die Seiten sagen können, was es gesehen hat.',
  noReader: 'Keiner',
  file: (file) => `Speichern Sie sie als ${file} und starten Sie:`,
  download: 'Herunterladen',
  text: 'Konfiguration',
};
