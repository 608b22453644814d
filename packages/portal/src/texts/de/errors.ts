/** German texts of the portal: errors, one per code. */

import type { errors as errorsEn } from '../en/errors.ts';

const mismatch =
  'Diese Seite und der Server verstehen einander nicht. Laden Sie die Seite neu und versuchen Sie es noch einmal.';

export const errors: typeof errorsEn = {
  unreachable:
    'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  unknown:
    'Auf dieser Seite ist etwas schiefgegangen. Laden Sie sie neu. Passiert es wieder, wenden Sie sich an Ihren Anbieter.',
  noKeyLeft:
    'Es wurde nichts geändert: Der neue Schlüssel wird nicht mehr angenommen, ohne den alten hätten Sie also keinen funktionierenden Schlüssel mehr.',
  internal: (request) =>
    `Der Server konnte es nicht ausführen. Versuchen Sie es noch einmal; passiert es wieder, nennen Sie Ihrem Anbieter diese Nummer: ${request}.`,
  invalid: (detail) =>
    `Der Server nimmt nicht an, was eingegeben wurde. Er sagt dazu auf Englisch: „${detail}“`,
  codes: {
    code_invalid:
      'Der Link wurde schon benutzt oder ist älter als fünf Minuten. Öffnen Sie das Portal noch einmal von dort, woher Sie kamen.',
    unauthenticated: 'Hier ist keine Sitzung. Öffnen Sie das Portal von dort, wo Sie es gefunden haben.',
    session_ended: 'Ihre Sitzung ist beendet. Öffnen Sie das Portal noch einmal von dort, woher Sie kamen.',
    session_not_found:
      'Ihre Sitzung ist beendet. Öffnen Sie das Portal noch einmal von dort, woher Sie kamen.',
    insufficient_scope: 'Das dürfen Sie nicht. Fragen Sie, wer Ihr Konto verwaltet.',
    key_not_found: 'Sie haben keinen Schlüssel mit dieser Kennung.',
    key_limit_reached:
      'Sie haben so viele Schlüssel, wie Sie haben dürfen. Widerrufen Sie einen, den Sie nicht brauchen, oder bitten Sie Ihren Anbieter um mehr.',
    key_ended: 'Der Schlüssel ist beendet; das geht mit ihm nicht mehr.',
    key_disabled: 'Der Schlüssel ist gesperrt. Entsperren Sie ihn zuerst, oder erstellen Sie einen neuen.',
    disabled_by_producer:
      'Ihr Anbieter hat diesen Schlüssel gesperrt und kann ihn auch nur selbst wieder entsperren. Wenden Sie sich an ihn.',
    key_replaced: 'Der Schlüssel wird schon ersetzt. Sehen Sie sich seinen Nachfolger an.',
    no_rotation: 'Der Wechsel ist schon vorbei.',
    customer_suspended:
      'Ihr Konto ist gesperrt: Keiner seiner Schlüssel wird angenommen, und neue gibt es nicht. Fragen Sie Ihren Anbieter.',
    scope_not_allowed:
      'Der Schlüssel dürfte mehr, als Sie jetzt vergeben dürfen. Wählen Sie weniger, oder fragen Sie Ihren Anbieter.',
    expiry_not_allowed: 'Dieser Zeitpunkt ist hier nicht erlaubt. Wählen Sie einen anderen.',
    invalid_key: 'Das ist kein Schlüssel, der hier angenommen wird.',
    token_too_long:
      'Der Schlüssel würde zu lang. Wählen Sie weniger, was er darf, oder fragen Sie Ihren Anbieter.',
    claim_registered:
      'Es kann kein Schlüssel erstellt werden: Ihr Anbieter will etwas hineinschreiben, was nicht geht. Sagen Sie Ihrem Anbieter Bescheid.',
    cross_site_request:
      'Diese Seite darf das nicht, deshalb wurde es nicht getan. Öffnen Sie sie noch einmal von dort, woher Sie kamen.',
    idempotency_replayed: 'Das wurde schon getan. Sehen Sie in der Liste der Schlüssel nach.',
    body_too_large: 'Das ist zu viel auf einmal. Kürzen Sie es und versuchen Sie es noch einmal.',
    headers_too_large:
      'Ihr Browser hat mehr mitgesendet, als der Server annimmt. Löschen Sie die Cookies dieser Website und versuchen Sie es noch einmal.',
    request_timeout: 'Die Anfrage hat zu lange bis zum Server gebraucht. Versuchen Sie es noch einmal.',
    storage_unavailable:
      'Der Server kann zurzeit nichts speichern, deshalb hat sich nichts geändert. Versuchen Sie es später noch einmal.',
    shutting_down: 'Der Server wird neu gestartet. Versuchen Sie es gleich noch einmal.',
    workspace_not_found: 'Hier ist nichts mehr. Öffnen Sie das Portal noch einmal von dort, woher Sie kamen.',
    customer_not_allowed: mismatch,
    idempotency_mismatch: mismatch,
    invalid_json: mismatch,
    key_immutable: mismatch,
    method_not_allowed: mismatch,
    not_found: mismatch,
    unsupported_media_type: mismatch,
  },
};
