/** German texts of the console: the setup checklist of a new workspace. */

import { plural } from '../../../texts/de/plural.ts';
import type { setup as setupEn } from '../en/setup.ts';

export const setup: typeof setupEn = {
  title: 'Erste Schritte',
  progress: (done, of) => `${done} von ${of} Schritten erledigt`,
  intro: 'Vom leeren Arbeitsbereich zum ersten Aufruf mit einem Schlüssel.',
  finished: 'Ihre API akzeptiert Schlüssel. Blenden Sie diese Liste aus, wenn Sie sie nicht mehr brauchen.',
  hide: 'Liste ausblenden',
  hidden: 'Liste ausgeblendet',
  undo: 'Rückgängig',
  done: 'Erledigt',
  continue: 'Weiter',
  permissions: {
    title: 'Berechtigungen festlegen',
    about:
      'Berechtigungen legen fest, was ein Schlüssel darf. Ihre Kunden wählen sie beim Erstellen eines Schlüssels aus.',
    save: 'Berechtigungen speichern',
    none: 'Meine Schlüssel brauchen keine Berechtigungen',
    doneNone: 'Schlüssel haben keine Berechtigungen.',
    doneAny: 'Schlüssel können jede Berechtigung haben.',
    doneSome: (count, text) =>
      plural(count, { one: `${text} Berechtigung`, other: `${text} Berechtigungen` }),
  },
  gateway: {
    title: 'Gateway verbinden',
    about: 'Ein Gateway prüft den Schlüssel, bevor eine Anfrage Ihre API erreicht. Wählen Sie Ihres aus.',
    choose: 'Ihr Gateway',
    options: {
      gate: { label: 'Lostwax-Gate', hint: 'Ein Reverse Proxy vor Ihrer API. Für den Anfang empfohlen.' },
      nginx: { label: 'nginx', hint: 'Fragt ein Gate über auth_request.' },
      caddy: { label: 'Caddy', hint: 'Fragt ein Gate über forward_auth.' },
      haproxy: { label: 'HAProxy', hint: 'Leitet Anfragen durch ein Gate.' },
      envoy: { label: 'Envoy', hint: 'Fragt ein Gate über ext_authz.' },
      library: { label: 'Node.js-Bibliothek', hint: 'Prüft Schlüssel in Ihrem Programm.' },
    },
    upstream: 'Adresse Ihrer API',
    upstreamHint:
      'Wo Ihre API lauscht, etwa 127.0.0.1:8080. Noch keine API? Lassen Sie das Feld leer: Das Gate antwortet dann selbst.',
    upstreamRequired: 'Wo Ihre API lauscht, etwa 127.0.0.1:8080.',
    upstreamWrong: 'Geben Sie Host und Port ein, etwa 127.0.0.1:8080.',
    create: 'Gateway anlegen',
    again: 'Neuen Befehl erzeugen',
    run: 'Führen Sie das in einem Terminal aus:',
    runGate: 'Starten Sie das Gate in einem Terminal:',
    configure: (name) => `Konfigurieren Sie dann ${name}:`,
    install: 'Nehmen Sie das Paket und diesen Code in Ihr Programm auf:',
    command: 'Startbefehl',
    configuration: 'Konfiguration',
    code: 'Code',
    secret:
      'Der Befehl enthält einen Schlüssel, der nur die Nutzung dieses Arbeitsbereichs melden kann. Wir können ihn nicht noch einmal anzeigen.',
    noReportKey:
      'Damit dieses Gateway Aufrufe melden kann, brauchen Sie die Rolle „Inhaber“ in allen Arbeitsbereichen. Ohne Meldungen kann der erste Aufruf hier nicht angezeigt werden.',
    waiting: 'Warten auf die Verbindung des Gateways …',
    connected: (name) => `${name} ist verbunden`,
  },
  key: {
    title: 'Schlüssel erstellen',
    about:
      'Ein Schlüssel für einen Testkunden, damit Sie alles selbst ausprobieren können. Sie können ihn später widerrufen.',
    customer: 'test-customer',
    name: 'Erster Schlüssel',
    create: 'Testschlüssel erstellen',
    again: 'Weiteren Testschlüssel erstellen',
    once: 'Kopieren Sie den Schlüssel jetzt. Wir können ihn nicht noch einmal anzeigen.',
    label: 'Testschlüssel',
    types: 'Brauchen Ihre Kunden OAuth, Zertifikate oder kurze Schlüssel?',
    choose: 'Schlüsselarten wählen',
    certificate:
      'Kunden dieses Arbeitsbereichs verwenden Client-Zertifikate. Mit diesen Befehlen erstellen Sie ein Zertifikat und registrieren es für einen Testkunden.',
    done: (count, text) =>
      plural(count, { one: `${text} aktiver Schlüssel`, other: `${text} aktive Schlüssel` }),
  },
  call: {
    title: 'Ersten Aufruf senden',
    about:
      'Senden Sie eine Anfrage mit dem Schlüssel. Dieser Schritt wird grün, sobald das Gateway sie meldet.',
    run: 'Führen Sie das in einem zweiten Terminal aus:',
    command: 'Anfrage',
    address: 'API-Adresse',
    addressHint:
      'Die Adresse, die Ihre Kunden aufrufen. Wenn Sie sie speichern, erscheint sie überall, wo ein neuer Schlüssel angezeigt wird.',
    saveAddress: 'Als API-Adresse speichern',
    saved: 'API-Adresse gespeichert',
    noKey:
      'Der Schlüssel aus dem vorigen Schritt kann nicht noch einmal angezeigt werden. Erstellen Sie einen weiteren, um fortzufahren.',
    waiting: 'Warten auf den ersten Aufruf …',
    accepted: (when) => `200: Der Schlüssel wurde um ${when} akzeptiert`,
    happened: 'Der erste Aufruf ist angekommen.',
    refused: (count, text, when) =>
      plural(count, {
        one: `Das Gateway hat um ${when} ${text} Aufruf abgelehnt.`,
        other: `Das Gateway hat um ${when} ${text} Aufrufe abgelehnt.`,
      }),
    reasons: {
      missing:
        'Die Anfrage enthielt keinen Schlüssel. Senden Sie ihn als „Authorization: Bearer …“, genau wie oben.',
      unknown:
        'Der Schlüssel gehört nicht zu diesem Arbeitsbereich oder wurde widerrufen. Kopieren Sie den Befehl noch einmal.',
      malformed: 'Der Schlüssel wurde unterwegs gekürzt oder verändert. Kopieren Sie den Befehl noch einmal.',
      scope: 'Der Schlüssel ist gültig, aber ihm fehlt eine Berechtigung, die diese Route verlangt.',
      stale:
        'Das Gateway hat keinen aktuellen Schlüsselsatz, weil es diesen Server nicht erreicht. Prüfen Sie sein Protokoll.',
      upstream:
        'Der Schlüssel wurde akzeptiert, aber Ihre API hat nicht geantwortet. Starten Sie sie oder korrigieren Sie ihre Adresse in Schritt 2.',
      other: 'Prüfen Sie das Protokoll des Gateways.',
    },
    code: (code) => `Fehlercode: ${code}`,
    slow: {
      title: 'Noch nichts?',
      items: [
        'Das Gateway meldet Aufrufe alle 10 Sekunden.',
        'Prüfen Sie, ob der Befehl aus Schritt 2 noch läuft und keinen Fehler zeigt.',
        'Prüfen Sie, ob Ihre Anfrage das Gateway erreicht und nicht direkt Ihre API.',
      ],
    },
    notReporting:
      'Kein Gateway meldet diesem Arbeitsbereich Aufrufe, daher kann der Aufruf hier nicht angezeigt werden. Wenn die Anfrage oben mit 200 beantwortet wird, funktioniert alles.',
  },
  portal: {
    title: 'Auf das Kundenportal verlinken',
    about:
      'Ihre Kunden verwalten ihre Schlüssel selbst im Portal. Ihr Backend holt einen Link und leitet den Kunden dorthin weiter.',
    language: 'Sprache',
    sample: 'Code für Ihr Backend',
    keyHint:
      'LOSTWAX_ADMIN_KEY ist ein Administratorschlüssel mit der Berechtigung „Portal für Kunden öffnen“.',
    createKey: 'Administratorschlüssel erstellen',
    done: 'Das Portal wurde von einem Backend geöffnet.',
  },
  embed: {
    title: 'Portal in Ihre Seite einbetten',
    about: 'Optional: Zeigen Sie dieselbe Schlüsselliste in Ihrer Anwendung.',
    page: 'Ihre Seite',
    backend: 'Ihr Backend',
    origins: 'Tragen Sie zuerst die Adresse Ihrer Seite in den Einstellungen unter „Erlaubte Seiten“ ein.',
    settings: 'Einstellungen öffnen',
    done: 'Eine Seite darf das Portal einbetten.',
  },
};
