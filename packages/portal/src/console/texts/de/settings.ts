/** German texts of the console: workspace settings. */

import { plural } from '../../../texts/de/plural.ts';
import type { settings as settingsEn } from '../en/settings.ts';

export const settings: typeof settingsEn = {
  title: 'Einstellungen',
  general: {
    title: 'Allgemein',
    name: 'Name',
    nameHint: 'Ihre Kunden sehen diesen Namen im Portal.',
    fixed: 'Kennungen',
    fixedAbout: 'Gateways und Schlüssel sind darauf angewiesen. Diese Werte können nicht geändert werden.',
    audience: 'Empfänger (Audience)',
    keySet: 'Schlüsselsatz (JWKS)',
  },
  branding: {
    title: 'Erscheinungsbild',
    about: 'So sehen Ihre Kunden das Portal.',
    color: 'Markenfarbe',
    colorHint: 'Für Schaltflächen und Links im Portal.',
    colorCode: 'Farbcode',
    colorWrong: 'Geben Sie eine Farbe wie #0b6e4f ein.',
    colorReset: 'Standardfarbe verwenden',
    preview: 'Vorschau',
    previewButton: 'Schlüssel erstellen',
    logo: 'Logo',
    logoHint: 'Wird oben im Portal angezeigt. PNG, WebP oder JPEG, bis 32 kB.',
    favicon: 'Favicon',
    faviconHint: 'Das kleine Symbol im Browser-Tab. PNG, WebP oder JPEG, bis 32 kB.',
    upload: (what) => `${what} hochladen`,
    replace: (what) => `${what} ersetzen`,
    remove: (what) => `${what} entfernen`,
    imageWrong: 'Wählen Sie eine PNG-, WebP- oder JPEG-Datei.',
    imageTooLarge: 'Die Datei ist größer als 32 kB. Wählen Sie eine kleinere.',
  },
  links: {
    title: 'Links',
    about: 'Ihre Kunden sehen sie dort, wo sie sie brauchen.',
    apiUrl: 'API-Adresse',
    apiUrlHint:
      'Die Basisadresse Ihrer API. Zu jedem neuen Schlüssel wird eine Beispielanfrage an diese Adresse angezeigt.',
    docsUrl: 'Dokumentation',
    docsUrlHint: 'Wird dort verlinkt, wo Kunden erfahren, wie sie einen Schlüssel verwenden.',
    supportUrl: 'Support',
    supportUrlHint:
      'Eine https-Adresse oder ein mailto:-Link. Wird bei Fehlern und erreichten Limits verlinkt.',
    wrong: 'Geben Sie eine Adresse ein, die mit https:// beginnt.',
    supportWrong: 'Geben Sie eine Adresse ein, die mit https:// oder mailto: beginnt.',
  },
  permissions: {
    title: 'Berechtigungen',
    about: 'Was ein Schlüssel dürfen kann. Der Scope steht im Schlüssel; die Beschreibung sehen Ihre Kunden.',
    scope: 'Scope',
    description: 'Beschreibung',
    row: (number) => `Berechtigung ${number}`,
    add: 'Berechtigung hinzufügen',
    remove: (scope) => `${scope} entfernen`,
    removeEmpty: 'Leere Zeile entfernen',
    none: 'Keine Berechtigungen: Schlüssel können alles aufrufen.',
    scopeWrong: 'Verwenden Sie 1 bis 255 sichtbare Zeichen ohne Leerzeichen, " und \\.',
    scopeTwice: 'Dieser Scope steht zweimal in der Liste.',
    any: 'Auch nicht aufgeführte Scopes erlauben',
    anyHint: 'Administratorschlüssel und Ihr Backend können dann Schlüssel mit beliebigen Scopes erstellen.',
    preview: 'Was Kunden sehen',
  },
  rules: {
    title: 'Regeln für Schlüssel',
    maxKeys: 'Schlüssellimit pro Kunde',
    maxKeysHint: 'Leer: kein Limit. Für einzelne Kunden können Sie ein anderes Limit setzen.',
    longest: 'Maximale Lebensdauer in Tagen',
    longestHint: 'Neue Schlüssel laufen spätestens nach dieser Zeit ab. Leer: kein Limit.',
    methods: 'Schlüsselarten',
    methodsHint: 'Was Kunden wählen können. Bei nur einer Art entfällt die Auswahl.',
    methodsHelp: 'Hilfe bei der Auswahl',
    methodHints: {
      signed: 'Funktioniert mit jedem Gateway, das JWTs prüft.',
      opaque:
        'Nur Gates und Verifier, die dem vollständigen Feed folgen, können sie prüfen. Einfache Gateways lehnen sie ab.',
      'oauth-client':
        'Für Kunden und Partner, die OAuth 2.0 (Client Credentials) verlangen. Gates und Verifier, die dem vollständigen Feed folgen, prüfen deren Zugriffstokens.',
      certificate:
        'Für Kunden, die sich per TLS authentifizieren müssen. Der private Schlüssel bleibt beim Kunden. Nur Gates und Verifier, die dem vollständigen Feed folgen, können Zertifikate prüfen.',
      'shared-signed':
        'JWTs mit einem gemeinsamen Signaturschlüssel für alle Kunden. Funktioniert mit jedem Gateway, das JWTs prüft. Einen einzelnen widerrufenen Schlüssel lehnen aber nur Gates und Verifier ab, die dem vollständigen Feed folgen.',
    },
    origins: 'Erlaubte Seiten',
    originsHint:
      'Seiten, die das Portal einbetten können, ein Ursprung pro Zeile, etwa https://app.example.com. Skripte dieser Seiten können einen neuen Schlüssel lesen.',
    allReaders: 'Alle Gateways sind registriert',
    allReadersHint:
      'Schalten Sie diese Option ein, sobald alle Gateways, Gates und Bibliotheken, die Schlüssel dieses Arbeitsbereichs prüfen, unter „Gateways“ aufgeführt sind. Erst dann kann ein Schlüssel als unbenutzt angezeigt werden.',
  },
  signing: {
    title: 'Signaturschlüssel',
    about:
      'Signiert alle Tokens mit gemeinsamem Schlüssel in diesem Arbeitsbereich. Er wird verschlüsselt gespeichert.',
    noSecret:
      'Der Server wurde ohne den geheimen Schlüssel gestartet. Es können keine Tokens mit gemeinsamem Schlüssel erstellt werden. Starten Sie ihn mit --secret-key-file oder LOSTWAX_SECRET_KEY.',
    theft:
      'Wer den Signaturschlüssel stiehlt, kann für jeden Kunden ein gültiges Token erstellen. Gateways, die nur die Signatur prüfen, akzeptieren es; Gates, die dem vollständigen Feed folgen, nicht. Widerrufen Sie den Signaturschlüssel nach einem Diebstahl. Eine Rotation genügt nicht.',
    columns: { id: 'Schlüssel-ID', state: 'Status', keys: 'Aktive Schlüssel', created: 'Erstellt' },
    states: { current: 'Aktuell', retiring: 'Läuft aus', removed: 'Entfernt' },
    rotate: 'Rotieren',
    rotateTitle: 'Signaturschlüssel rotieren?',
    rotateText:
      'Neue Schlüssel werden mit einem neuen Signaturschlüssel signiert. Bestehende Schlüssel funktionieren weiter: Der alte Signaturschlüssel bleibt veröffentlicht, bis keiner von ihnen mehr aktiv ist.',
    retire: 'Alten Schlüssel entfernen nach (Tagen)',
    retireHint:
      'Damit signierte Schlüssel werden dann widerrufen. Leer: Er bleibt, solange einer von ihnen aktiv ist.',
    rotated: 'Signaturschlüssel rotiert',
    revoke: 'Widerrufen',
    revokeTitle: 'Diesen Signaturschlüssel widerrufen?',
    revokeText: (count, text) =>
      plural(count, {
        one: `${text} aktiver Schlüssel ist damit signiert. Er wird endgültig widerrufen und funktioniert nicht mehr.`,
        other: `${text} aktive Schlüssel sind damit signiert. Sie werden endgültig widerrufen und funktionieren nicht mehr.`,
      }),
    revokeGateways:
      'Gates lehnen sie sofort ab, Gateways beim nächsten Abruf des Schlüsselsatzes. Ist dies der aktuelle Signaturschlüssel, wird er durch einen neuen ersetzt.',
    revokeConfirm: 'Endgültig widerrufen',
    revoked: 'Signaturschlüssel widerrufen',
  },
  danger: {
    revoke: 'Mehrere Schlüssel widerrufen',
    revokeAbout:
      'Widerruft alle Schlüssel eines Kunden, eines Erstellers oder eines Zeitraums auf einmal. Das kann nicht rückgängig gemacht werden.',
  },
  wrongNumber: 'Geben Sie eine ganze Zahl über 0 ein, oder lassen Sie das Feld leer.',
  unsaved: 'Ungespeicherte Änderungen',
  discard: 'Verwerfen',
  save: 'Speichern',
  saved: 'Einstellungen gespeichert',
  leaveTitle: 'Ungespeicherte Änderungen verwerfen?',
  leaveText: 'Sie haben Einstellungen geändert, ohne sie zu speichern.',
  leave: 'Verwerfen und verlassen',
  stay: 'Weiter bearbeiten',
};
