/** German texts of the console: errors, one per code. */

import type { errors as errorsEn } from '../en/errors.ts';

export const errors: typeof errorsEn = {
  unknown: 'Auf dieser Seite ist ein Fehler aufgetreten. Laden Sie sie neu und versuchen Sie es erneut.',
  internal: (request) =>
    `Auf dem Server ist ein Fehler aufgetreten. Prüfen Sie, ob die Änderung ausgeführt wurde, und versuchen Sie es erneut. Einzelheiten stehen im Serverprotokoll unter der Anfrage-ID ${request}.`,
  codes: {
    code_invalid:
      'Dieser Link wurde bereits verwendet oder ist älter als fünf Minuten. Führen Sie „lostwax console“ aus, um einen neuen zu erhalten, oder melden Sie sich hier an.',
    session_ended: 'Ihre Sitzung ist beendet. Melden Sie sich erneut an.',
    unauthenticated: 'Ihre Sitzung ist beendet. Melden Sie sich erneut an.',
    session_not_found: 'Diese Portal-Sitzung ist bereits beendet.',
    insufficient_scope: 'Ihre Rolle oder Ihr Schlüssel erlaubt das nicht. Wenden Sie sich an einen Inhaber.',
    workspace_not_found: 'Arbeitsbereich nicht gefunden. Wählen Sie einen aus der Liste.',
    workspace_exists:
      'Ein anderer Arbeitsbereich verwendet bereits diesen Slug oder dieses Schlüssel-ID-Präfix. Wählen Sie einen anderen Wert.',
    slug_reserved: 'Der Server verwendet diesen Slug für eigene URLs. Wählen Sie einen anderen.',
    prefix_ambiguous:
      'Dieses Schlüssel-ID-Präfix ist nicht zulässig. Verwenden Sie 2 bis 16 Kleinbuchstaben, Ziffern oder _, beginnen Sie mit einem Buchstaben und vermeiden Sie Endungen, die wie ein Shard aussehen, zum Beispiel _fe.',
    key_not_found: 'Schlüssel nicht gefunden.',
    key_limit_reached:
      'Dieser Kunde hat sein Schlüssellimit erreicht. Widerrufen Sie einen Schlüssel oder erhöhen Sie das Limit.',
    customer_not_found:
      'Kunde nicht gefunden. Er wurde gelöscht, oder er hat noch keine Schlüssel und das Portal noch nie geöffnet.',
    customer_suspended:
      'Dieser Kunde ist gesperrt. Für ihn können keine Schlüssel erstellt oder aktiviert werden. Heben Sie zuerst die Sperre auf.',
    disabled_by_producer:
      'Dieser Schlüssel wurde in der Konsole oder von einem Administrator deaktiviert und kann daher nicht in einer Portal-Sitzung aktiviert werden.',
    scope_not_allowed:
      'Der Arbeitsbereich oder der Kunde erlaubt einen dieser Scopes nicht. Entfernen Sie ihn oder erlauben Sie ihn in den Einstellungen oder für diesen Kunden.',
    mutual_tls_off:
      'Der Server erhält die Zertifikate von OAuth-Clients nicht. Starten Sie ihn mit --tls-client-certs, oder mit --client-cert-header hinter einem Proxy, der Zertifikate anfordert. Oder verwenden Sie ein Client-Secret oder einen öffentlichen Schlüssel.',
    secret_key_missing:
      'Tokens mit gemeinsamem Schlüssel setzen einen geheimen Schlüssel voraus, der den Signaturschlüssel verschlüsselt. Der Server wurde ohne ihn gestartet. Starten Sie ihn mit --secret-key-file oder LOSTWAX_SECRET_KEY.',
    signing_key_ended:
      'Der Signaturschlüssel wurde gleichzeitig ersetzt, daher wurde kein Schlüssel erstellt. Versuchen Sie es erneut.',
    signing_key_not_found:
      'Signaturschlüssel nicht gefunden. Bieten Sie zuerst Tokens mit gemeinsamem Schlüssel an.',
    claim_registered:
      'Einer dieser Claims hat einen Namen, den nur der Server vergibt, zum Beispiel sub. Benennen Sie ihn um.',
    token_too_long: 'Der Schlüssel wäre zu lang. Verwenden Sie weniger Scopes oder Claims.',
    last_admin_key:
      'Das ist der letzte Administratorschlüssel mit Vollzugriff und ohne Ablaufdatum. Erstellen Sie zuerst einen weiteren.',
    count_changed:
      'Die Auswahl hat sich geändert. Es wurde kein Schlüssel widerrufen. Prüfen Sie die Liste und bestätigen Sie erneut.',
    reader_exists:
      'Ein anderes Gateway hat bereits diesen Namen. Wählen Sie einen anderen oder entfernen Sie zuerst das andere Gateway.',
    reader_not_found: 'Gateway nicht gefunden. Es wurde entfernt.',
    person_not_found: 'Person nicht gefunden. Sie wurde entfernt.',
  },
};
