/** German texts of the console: gateway configurations. */

import type { gateway as gatewayEn } from '../en/gateway.ts';

export const gateway: typeof gatewayEn = {
  title: 'Gateway-Konfiguration',
  intro: 'Sofort einsatzbereit und ohne Geheimnisse.',
  back: 'Gateways',
  gateway: 'Gateway-Software',
  mode: 'So prüft es Schlüssel',
  modes: { jwt: 'Mit dem Schlüsselsatz', gate: 'Über ein Gate', pins: 'Mit einer eigenen Tabelle' },
  modeHints: {
    jwt: 'Kein weiterer Dienst nötig. Ein widerrufener Schlüssel wird nach dem nächsten Abruf abgelehnt.',
    gate: 'Neben dem Gateway muss ein Gate laufen. Ein widerrufener Schlüssel wird innerhalb einer Sekunde abgelehnt.',
    pins: 'Neben dem Gateway muss „lostwax pins“ laufen. Ein widerrufener Schlüssel wird innerhalb einer Sekunde abgelehnt.',
  },
  upstream: 'Ihre API',
  upstreamHint: 'Host und Port, an die das Gateway per HTTP weiterleitet.',
  shards: 'Shards des Schlüsselsatzes',
  shardsHint: 'Wählen Sie 256 ab etwa 10.000 Schlüsseln.',
  revocation: 'Widerrufene Schlüssel werden abgelehnt innerhalb von (Sekunden)',
  gate: 'Adresse des Gates',
  gateHint: 'Host und Port. Leer lassen, wenn es auf demselben Rechner läuft.',
  reader: 'Meldet sich als',
  readerHint: 'Das Gateway aus der Liste, dessen Status es aktualisiert.',
  noReader: 'Keines',
  file: (file) => `Als ${file} speichern und ausführen:`,
  download: 'Herunterladen',
  text: 'Konfiguration',
};
