/** German texts of the portal: errors, one per code. */

import type { errors as errorsEn } from '../en/errors.ts';

const mismatch = 'Diese Seite ist veraltet. Laden Sie sie neu und versuchen Sie es erneut.';

const openAgain = 'Öffnen Sie das Portal erneut über die Website Ihres Anbieters.';

export const errors: typeof errorsEn = {
  unreachable: 'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  unknown:
    'Auf dieser Seite ist ein Fehler aufgetreten. Laden Sie sie neu. Tritt der Fehler erneut auf, wenden Sie sich an Ihren Anbieter.',
  noKeyLeft:
    'Es wurde nichts geändert. Der neue Schlüssel funktioniert nicht mehr. Ohne den alten hätten Sie keinen gültigen Schlüssel.',
  internal: (request) =>
    `Auf dem Server ist ein Fehler aufgetreten. Versuchen Sie es erneut. Tritt der Fehler weiterhin auf, nennen Sie Ihrem Anbieter die Anfrage-ID ${request}.`,
  invalid: (detail) => `Prüfen Sie Ihre Eingaben. Der Server meldet (auf Englisch): „${detail}“`,
  codes: {
    code_invalid: `Dieser Link wurde bereits verwendet oder ist älter als fünf Minuten. ${openAgain}`,
    unauthenticated: 'Sie sind nicht angemeldet. Öffnen Sie das Portal über die Website Ihres Anbieters.',
    session_ended: `Ihre Sitzung ist beendet. ${openAgain}`,
    session_not_found: `Ihre Sitzung ist beendet. ${openAgain}`,
    insufficient_scope:
      'Ihnen fehlt die Berechtigung für diese Aktion. Wenden Sie sich an Ihren Administrator.',
    key_not_found: 'Schlüssel nicht gefunden.',
    key_limit_reached:
      'Sie haben Ihr Schlüssellimit erreicht. Widerrufen Sie einen Schlüssel, den Sie nicht mehr benötigen, oder bitten Sie Ihren Anbieter, das Limit zu erhöhen.',
    key_ended: 'Dieser Schlüssel wurde widerrufen oder ist abgelaufen und kann nicht mehr geändert werden.',
    key_disabled:
      'Dieser Schlüssel ist deaktiviert. Aktivieren Sie ihn zuerst oder erstellen Sie einen neuen.',
    disabled_by_producer: 'Ihr Anbieter hat diesen Schlüssel deaktiviert. Nur er kann ihn wieder aktivieren.',
    key_replaced: 'Dieser Schlüssel wurde bereits rotiert. Öffnen Sie stattdessen den neuen Schlüssel.',
    no_rotation: 'Diese Rotation ist bereits abgeschlossen.',
    customer_suspended:
      'Ihr Konto ist gesperrt. Ihre Schlüssel funktionieren nicht und Sie können keine neuen erstellen. Wenden Sie sich an Ihren Anbieter.',
    method_not_offered:
      'Schlüssel dieser Art werden nicht mehr angeboten. Laden Sie die Seite neu und wählen Sie eine andere.',
    scope_not_allowed:
      'Sie können nicht alle diese Berechtigungen vergeben. Wählen Sie weniger oder wenden Sie sich an Ihren Anbieter.',
    mutual_tls_off:
      'OAuth-Clients mit Zertifikat können derzeit nicht erstellt werden. Informieren Sie Ihren Anbieter oder verwenden Sie ein Client-Secret oder einen öffentlichen Schlüssel.',
    secret_key_missing:
      'Schlüssel dieser Art können derzeit nicht erstellt werden. Informieren Sie Ihren Anbieter oder wählen Sie eine andere Art.',
    signing_key_ended:
      'Ihr Anbieter hat gerade einen eigenen Schlüssel ausgetauscht. Es wurde kein Schlüssel erstellt. Versuchen Sie es erneut.',
    expiry_not_allowed: 'Dieses Ablaufdatum ist nicht zulässig. Wählen Sie ein anderes.',
    invalid_key: 'Dieser Schlüssel ist hier nicht gültig.',
    token_too_long:
      'Der Schlüssel wäre zu lang. Wählen Sie weniger Berechtigungen oder wenden Sie sich an Ihren Anbieter.',
    certificate_invalid:
      'Dieses Zertifikat kann nicht verwendet werden. Erlaubt ist genau ein gültiges Zertifikat mit P-256, P-384, Ed25519 oder RSA (ab 2048 Bit).',
    proof_invalid:
      'Der Nachweis passt nicht zum Zertifikat oder ist älter als fünf Minuten. Führen Sie den Befehl erneut aus und fügen Sie den neuen Nachweis ein.',
    certificate_in_use:
      'Dieses Zertifikat wurde bereits für einen Schlüssel verwendet. Erstellen Sie ein neues.',
    claim_registered:
      'Wegen eines Fehlers in der Konfiguration Ihres Anbieters kann kein Schlüssel erstellt werden. Bitte informieren Sie ihn.',
    cross_site_request:
      'Diese Anfrage kam von einer anderen Website und wurde blockiert. Laden Sie die Seite neu und versuchen Sie es erneut.',
    idempotency_replayed: 'Das wurde bereits ausgeführt. Sehen Sie in der Liste der Schlüssel nach.',
    body_too_large: 'Das ist zu viel Text. Kürzen Sie ihn und versuchen Sie es erneut.',
    headers_too_large:
      'Ihr Browser hat zu viele Daten gesendet. Löschen Sie die Cookies dieser Website und versuchen Sie es erneut.',
    request_timeout: 'Zeitüberschreitung bei der Anfrage. Versuchen Sie es erneut.',
    storage_unavailable:
      'Der Server kann derzeit nichts speichern. Es wurde nichts geändert. Versuchen Sie es später erneut.',
    shutting_down: 'Der Server wird gerade neu gestartet. Versuchen Sie es gleich noch einmal.',
    workspace_not_found: `Diese Seite gibt es nicht mehr. ${openAgain}`,
    customer_not_allowed: mismatch,
    idempotency_mismatch: mismatch,
    invalid_json: mismatch,
    key_immutable: mismatch,
    method_not_allowed: mismatch,
    not_found: mismatch,
    unsupported_media_type: mismatch,
  },
};
