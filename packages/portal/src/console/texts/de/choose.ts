/** German texts of the console: choosing the types of keys. */

import type { choose as chooseEn } from '../en/choose.ts';

export const choose: typeof chooseEn = {
  title: 'Schlüsselarten wählen',
  intro:
    'Finden Sie heraus, welche Schlüsselarten zu Ihren Kunden passen. Sie können Ihre Auswahl jederzeit ändern.',
  questionsTitle: 'Was trifft auf Sie zu?',
  questionsAbout: 'Mehrfachauswahl möglich.',
  questions: {
    length: {
      label: 'Kunden können keine langen Schlüssel speichern',
      hint: 'Deren Software begrenzt die Länge eines Schlüssels.',
    },
    oauth: {
      label: 'Ein Kunde oder Partner verlangt OAuth 2.0',
      hint: 'Dessen Software ruft Zugriffstokens mit Client Credentials ab.',
    },
    certificates: {
      label: 'Ein Kunde oder Partner verlangt Client-Zertifikate',
      hint: 'Die Authentifizierung erfolgt über Mutual TLS.',
    },
    plain: {
      label: 'Schlüssel müssen ohne Gate funktionieren',
      hint: 'Ihr Gateway prüft nur JWTs, und Sie können weder Gate noch Verifier betreiben.',
    },
  },
  offerTitle: 'Ihr Angebot',
  offerHint: 'Daraus wählen Kunden, wenn sie einen Schlüssel erstellen.',
  recommended: 'Empfohlen',
  useRecommended: 'Empfehlung übernehmen',
  needsGate: (names) =>
    `Ihr Gateway kann diese Arten nicht prüfen: ${names}. Betreiben Sie dafür ein Gate oder einen Verifier, oder bieten Sie sie nicht an.`,
  comparisonTitle: 'Vergleich',
  measured: (date, machine) => `Gemessen am ${date}: ${machine}.`,
  rows: {
    first: 'Zeit bis zum ersten Aufruf',
    stores: 'Kunde speichert',
    length: 'Länge',
    revoked: 'Verzögerung beim Widerruf',
    plain: 'Ohne Gate',
    check: 'Prüfung am Gate',
    database: 'Datenbank gestohlen',
    signingKey: 'Signaturschlüssel gestohlen',
  },
  rowHints: {
    first: 'Ohne Lesen und Einfügen',
    revoked: 'Am Gate, 99. Perzentil',
    plain: 'Unverändertes Envoy',
    database: 'Mit Protokoll und Backups',
  },
  checkHint: (keys) => `Median bei ${keys} Schlüsseln`,
  lengths: {
    signed: 'Etwa 450 Zeichen',
    opaque: 'Etwa 60 Zeichen',
    'oauth-client': 'Secret: etwa 60 Zeichen',
    certificate: 'Zwei Dateien',
    'shared-signed': 'Etwa 450 Zeichen',
  },
  cells: {
    seconds: (value) => `${value} s`,
    milliseconds: (value) => `${value} ms`,
    microseconds: (value) => `${value} µs`,
    plain: (milliseconds) => `Funktioniert. Widerruf innerhalb von ${milliseconds}\u00a0ms`,
    untilExpired: 'Funktioniert, aber ein widerrufener Schlüssel gilt bis zum Ablauf',
    needsGate: 'Funktioniert nicht',
    database: (succeeded, tried) =>
      `${succeeded} von ${tried} gespeicherten Werten funktionieren als Schlüssel`,
    noSigningKey: 'Kein Signaturschlüssel vorhanden',
    forged: (plain, gate, tried) =>
      `${plain} von ${tried} gefälschten Aufrufen ohne Gate akzeptiert, ${gate} am Gate`,
  },
};
