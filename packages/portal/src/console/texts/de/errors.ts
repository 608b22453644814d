/** German texts of the console: errors, one per code. */

import type { errors as errorsEn } from '../en/errors.ts';

export const errors: typeof errorsEn = {
  unknown: 'Auf dieser Seite ist etwas schiefgegangen. Laden Sie sie neu und versuchen Sie es noch einmal.',
  internal: (request) =>
    `Der Server konnte es nicht ausführen. Sehen Sie nach, ob es getan wurde, und versuchen Sie es dann noch einmal. Warum, steht in seinem Protokoll unter der Nummer ${request}.`,
  codes: {
    code_invalid:
      'Dieser Link wurde schon benutzt oder ist älter als fünf Minuten. Erzeugen Sie mit „lostwax console“ einen neuen oder melden Sie sich hier an.',
    session_ended: 'Ihre Sitzung ist zu Ende. Melden Sie sich wieder an.',
    unauthenticated: 'Ihre Sitzung ist zu Ende. Melden Sie sich wieder an.',
    session_not_found: 'Diese Portalsitzung ist schon zu Ende.',
    insufficient_scope: 'Ihre Rolle oder Ihr Schlüssel erlaubt das hier nicht. Fragen Sie einen Eigentümer.',
    workspace_not_found:
      'Diesen Arbeitsbereich gibt es nicht. Nehmen Sie einen aus der Liste der Arbeitsbereiche.',
    workspace_exists:
      'Ein anderer Arbeitsbereich hat diesen Kurznamen oder diesen Anfang der Schlüsselkennungen. Nehmen Sie einen anderen.',
    slug_reserved: 'Diesen Kurznamen braucht der Server für eigene Adressen. Nehmen Sie einen anderen.',
    prefix_ambiguous:
      'So können Schlüsselkennungen nicht anfangen: 2 bis 16 Zeichen aus a-z, 0-9 und _, zuerst ein Buchstabe, und nichts, was wie ein Shard aussieht, etwa _fe. Geben Sie einen anderen Anfang der Schlüsselkennungen an.',
    key_not_found: 'Diesen Schlüssel gibt es in diesem Arbeitsbereich nicht.',
    key_limit_reached:
      'Der Kunde hat so viele Schlüssel, wie er haben darf. Widerrufen Sie einen oder erhöhen Sie seine Grenze.',
    customer_not_found:
      'Diesen Kunden gibt es hier nicht: Er wurde gelöscht, oder er hat noch keinen Schlüssel und war noch nicht im Portal.',
    customer_suspended:
      'Der Kunde ist ausgesetzt: Seine Schlüssel können weder erstellt noch entsperrt werden. Heben Sie zuerst die Aussetzung auf.',
    disabled_by_producer:
      'Dieser Schlüssel wurde in der Konsole oder von einem Administrator gesperrt. Eine Sitzung im Portal kann ihn nicht entsperren.',
    scope_not_allowed:
      'Der Arbeitsbereich oder der Kunde erlaubt einen dieser Scopes nicht. Lassen Sie ihn weg, oder erlauben Sie ihn in den Einstellungen oder den Grenzen des Kunden.',
    claim_registered:
      'Eine Angabe hat einen Namen, den nur der Server vergibt, etwa sub. Geben Sie ihr einen anderen.',
    token_too_long: 'Der Schlüssel würde zu lang. Geben Sie ihm weniger Scopes oder Angaben.',
    last_admin_key:
      'Es bliebe kein Schlüssel eines Administrators, der alles darf und nie abläuft. Erstellen Sie zuerst einen anderen.',
    count_changed:
      'Die Auswahl hat sich geändert. Es wurde kein Schlüssel widerrufen. Prüfen Sie die Liste und bestätigen Sie erneut.',
    reader_exists:
      'Diesen Namen hat schon ein anderer. Nehmen Sie einen anderen oder entfernen Sie jenen zuerst.',
    reader_not_found: 'Dieser Leser ist nicht mehr eingetragen. Sehen Sie in der Liste nach.',
    person_not_found: 'Diese Person ist nicht mehr aufgenommen. Sehen Sie in der Liste nach.',
  },
};
