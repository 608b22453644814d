import type { Texts } from './texts.ts';

/** The texts of the portal and of what the console shares with it, in German. */

const plural = (count: number, one: string, other: string): string => (count === 1 ? one : other);

const mismatch =
  'Diese Seite und der Server verstehen einander nicht. Laden Sie die Seite neu und versuchen Sie es noch einmal.';

export const de: Texts = {
  shell: {
    navigation: 'Hauptnavigation',
    keys: 'Schlüssel',
    history: 'Verlauf',
    found: 'Schlüssel gefunden?',
    leave: 'Verlassen',
    backTo: (where) => `Zurück zu ${where}`,
    language: 'Sprache',
    theme: 'Darstellung',
    themes: { auto: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  },
  actions: {
    tryAgain: 'Noch einmal versuchen',
    cancel: 'Abbrechen',
    close: 'Schließen',
    save: 'Speichern',
    back: 'Alle Schlüssel',
    backToKey: 'Zurück zum Schlüssel',
  },
  copy: { copy: 'Kopieren', done: 'Kopiert', refused: 'Bitte markieren und von Hand kopieren' },
  states: {
    loading: 'Wird geladen …',
    waitingForConnection: 'Keine Verbindung. Es wird weiter versucht …',
    lostConnection:
      'Keine Verbindung. Was Sie sehen, kann veraltet sein. Es wird aktualisiert, sobald Sie wieder online sind.',
    lostTitle: 'Keine Verbindung',
    failedTitle: 'Etwas ist schiefgegangen',
    noKeyTitle: 'Schlüssel nicht gefunden',
  },
  session: {
    cannotOpenTitle: 'Dieser Link öffnet das Portal nicht mehr',
    notAllowedTitle: 'Diese Seite darf das Portal nicht anzeigen',
    notAllowed: (origin) =>
      `Der Server erlaubt Seiten von ${origin} nicht, das Portal einzubetten. Bitten Sie den Betreiber dieser Seite, den Ursprung in den Einstellungen des Arbeitsbereichs einzutragen.`,
    endedTitle: 'Ihre Sitzung ist beendet',
    ended:
      'Öffnen Sie das Portal in einem anderen Tab noch einmal von dort, woher Sie kamen. Diese Seite macht dann von selbst weiter, und nichts, was Sie eingegeben haben, geht verloren.',
    endedElement:
      'Diese Seite konnte Ihre Sitzung nicht verlängern. Nichts, was Sie eingegeben haben, geht verloren.',
    openAgain: (where) => `${where} in einem neuen Tab öffnen`,
    leftTitle: 'Sie haben das Portal verlassen',
    left: 'Ihre Sitzung ist beendet. Um zurückzukommen, öffnen Sie das Portal von dort, woher Sie kamen.',
  },
  errors: {
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
      workspace_not_found:
        'Hier ist nichts mehr. Öffnen Sie das Portal noch einmal von dort, woher Sie kamen.',
      customer_not_allowed: mismatch,
      idempotency_mismatch: mismatch,
      invalid_json: mismatch,
      key_immutable: mismatch,
      method_not_allowed: mismatch,
      not_found: mismatch,
      unsupported_media_type: mismatch,
    },
  },
  keys: {
    title: 'Schlüssel',
    of: (count, most) => `${count} von ${most} Schlüsseln in Gebrauch`,
    count: (count, text) => plural(count, `${text} Schlüssel in Gebrauch`, `${text} Schlüssel in Gebrauch`),
    create: 'Schlüssel erstellen',
    search: 'Nach Name, Schlüsselkennung oder letzten Zeichen suchen',
    state: 'Zustand',
    all: 'Alle',
    states: { active: 'Aktiv', disabled: 'Gesperrt', expired: 'Abgelaufen', revoked: 'Widerrufen' },
    columns: {
      key: 'Schlüssel',
      scopes: 'Darf',
      created: 'Erstellt',
      lastUsed: 'Zuletzt benutzt',
      expires: 'Läuft ab',
      state: 'Zustand',
    },
    unnamed: 'Ohne Namen',
    noneTitle: 'Noch keine Schlüssel',
    none: 'Mit einem Schlüssel ruft Ihr Programm die API auf. Erstellen Sie einen und fügen Sie ihn in Ihr Programm ein.',
    noneMayNot:
      'Mit einem Schlüssel ruft Ihr Programm die API auf. Sie dürfen keine erstellen; fragen Sie, wer Ihr Konto verwaltet.',
    nothingTitle: 'Nichts gefunden',
    nothing: 'Kein Schlüssel hat das im Namen, am Anfang seiner Kennung oder an seinem Ende.',
    nothingInState: 'Kein Schlüssel ist in diesem Zustand.',
    showAll: 'Alle Schlüssel zeigen',
    older: 'Ältere Schlüssel',
    newer: 'Neueste Schlüssel',
    list: 'Ihre Schlüssel, neueste zuerst',
    never: 'Nie',
    notUsed: 'Noch nicht',
    noneReported: 'Keine Nutzung gemeldet',
    latestReport: '(letzte Meldung)',
    pages: 'Seiten',
    noScopes: 'Nichts Benanntes',
    more: (count) => `und ${count} weitere`,
    replacing: 'Wird ersetzt',
    newRefused: 'Der neue Schlüssel wird nicht angenommen',
  },
  warnings: {
    neverExpiresLong:
      'Dieser Schlüssel läuft nie ab. Gerät er unbemerkt in fremde Hände, funktioniert er, bis ihn jemand widerruft. Wechseln Sie ihn von Zeit zu Zeit.',
    unused: 'Seit 90 Tagen unbenutzt',
    unusedLong:
      'Dieser Schlüssel wurde seit 90 Tagen nicht benutzt. Braucht ihn nichts mehr, widerrufen Sie ihn.',
    soonLong: (when) =>
      `Dieser Schlüssel läuft ${when} ab. Wechseln Sie ihn jetzt, damit Sie Ihre Programme rechtzeitig umstellen können.`,
  },
  create: {
    title: 'Schlüssel erstellen',
    name: 'Name',
    nameHint: 'Wo Sie ihn benutzen werden, etwa „Website“ oder „Nächtlicher Export“.',
    scopes: 'Was er darf',
    scopesHint: 'Erteilen Sie nur, was Ihr Programm braucht.',
    noScopes: 'Hier gibt es nichts zu wählen: Ein Schlüssel darf, was Ihr Tarif erlaubt.',
    expiry: 'Läuft ab',
    days: (days) => `In ${days} Tagen`,
    year: 'In einem Jahr',
    never: 'Nie',
    own: 'An einem bestimmten Tag',
    day: 'Letzter Tag',
    longest: (when) => `Ihr Anbieter lässt einen Schlüssel höchstens bis ${when} leben.`,
    submit: 'Schlüssel erstellen',
    wrongName: 'Geben Sie dem Schlüssel einen Namen, damit Sie ihn von anderen unterscheiden können.',
    wrongControl: 'Der Name enthält Zeichen, die sich nicht darstellen lassen. Geben Sie ihn neu ein.',
    wrongScopes: 'Wählen Sie mindestens eine Berechtigung.',
    wrongDay: 'Wählen Sie einen Tag ab morgen.',
    doneTitle: 'Ihr neuer Schlüssel',
    rotatedTitle: 'Der neue Schlüssel',
    once: 'Kopieren Sie den Schlüssel jetzt. Er wird nur einmal angezeigt. Niemand kann ihn noch einmal anzeigen, auch Ihr Anbieter nicht.',
    waiting:
      'Noch keine Antwort. Lassen Sie diese Seite offen: Der Schlüssel wird nur einmal angezeigt, sobald die Antwort da ist.',
    late: 'Der Schlüssel wurde erstellt, nachdem Sie die Seite verlassen hatten, auf der Sie ihn angefordert haben.',
    key: 'Schlüssel',
    curl: 'Zum Ausprobieren',
    env: 'Für eine .env-Datei',
    saved: 'Ich habe ihn gesichert',
    lostTitle: 'Der Schlüssel wurde erstellt, aber sein Text ging verloren',
    lost: 'Die Verbindung brach ab, bevor die Antwort ankam. Der Schlüssel existiert, aber niemand kann seinen Text noch einmal anzeigen. Widerrufen Sie ihn und erstellen Sie einen neuen.',
    lostRotation:
      'Die Verbindung brach ab, bevor die Antwort ankam. Der neue Schlüssel existiert, aber niemand kann seinen Text noch einmal anzeigen. Machen Sie den Wechsel rückgängig, damit der alte Schlüssel bleibt, wie er war, und wechseln Sie dann erneut.',
    look: 'Schlüssel ansehen',
    address: 'https://API-ADRESSE/',
  },
  live: {
    reaching: 'Wird wirksam …',
    gates: (effect, of, time) =>
      `${effect === 'accepted' ? 'Angenommen' : 'Abgewiesen'} an ${of} von ${of} ${plural(of, 'Gate', 'Gates')} seit ${time}`,
    gatesWaiting: (seen, of) => `Wird wirksam: bisher an ${seen} von ${of} Gateways`,
    gateways: (effect, seen, of, time) =>
      `Gesehen von ${seen} von ${of} ${plural(of, 'Gateway', 'Gateways')}, spätestens ab ${time} ${effect === 'accepted' ? 'angenommen' : 'abgewiesen'}`,
    estimate: (effect, time) =>
      `Schätzung: etwa ab ${time} ${effect === 'accepted' ? 'angenommen' : 'abgewiesen'}`,
  },
  key: {
    title: (name) => `Schlüssel ${name}`,
    id: 'Schlüsselkennung',
    ending: 'Letzte sechs Zeichen',
    expires: 'Läuft ab',
    rename: 'Umbenennen',
    renameTitle: 'Schlüssel umbenennen',
    rotate: 'Wechseln',
    disable: 'Sperren',
    enable: 'Entsperren',
    revoke: 'Widerrufen',
    successor: 'Ersetzt durch',
    predecessor: 'Ersetzt',
    disabled: 'Dieser Schlüssel ist gesperrt. Er wird abgewiesen, bis er entsperrt wird.',
    disabledByProvider:
      'Ihr Anbieter hat diesen Schlüssel gesperrt. Er wird abgewiesen, bis der Anbieter ihn wieder entsperrt.',
    expiredNote: 'Dieser Schlüssel ist abgelaufen. Er kann nicht mehr benutzt werden.',
    revokedNote: 'Dieser Schlüssel ist widerrufen. Er kann nicht mehr benutzt werden.',
  },
  revoke: {
    title: 'Diesen Schlüssel widerrufen?',
    stops:
      'Programme, die diesen Schlüssel benutzen, können die API dann nicht mehr aufrufen. Das lässt sich nicht rückgängig machen.',
    lastUsed: (when) => `Zuletzt wurde er am ${when} benutzt.`,
    lastReported: (when) =>
      `Seine letzte gemeldete Nutzung war am ${when}. Er kann seitdem benutzt worden sein.`,
    neverUsed: 'Er wurde noch nie benutzt.',
    noneReported: 'Es wurde keine Nutzung gemeldet, er kann aber in Gebrauch sein.',
    oldEndsToo: (when) =>
      `Der Schlüssel, den er ersetzt, endet trotzdem am ${when}; danach funktioniert keiner von beiden.`,
    undoInstead: 'Um den alten zu behalten, machen Sie stattdessen den Wechsel rückgängig.',
    rotateInstead:
      'Braucht ihn noch ein Programm, wechseln Sie ihn stattdessen: Dann funktionieren eine Zeit lang beide Schlüssel.',
    reason: 'Grund (optional)',
    confirm: 'Endgültig widerrufen',
    disableTitle: 'Diesen Schlüssel sperren?',
    disableStops: 'Programme, die diesen Schlüssel benutzen, werden abgewiesen, bis er entsperrt wird.',
    enableTitle: 'Diesen Schlüssel entsperren?',
    enableText: 'Der Schlüssel wird wieder angenommen, wer auch immer eine Kopie davon hat.',
  },
  rotate: {
    title: 'Schlüssel wechseln',
    intro:
      'Sie bekommen einen neuen Schlüssel mit denselben Berechtigungen. Der alte funktioniert noch eine Weile, damit Sie Ihre Programme umstellen können.',
    overlap: 'Der alte Schlüssel endet',
    overlaps: {
      none: 'Sofort',
      hour: 'In 1 Stunde',
      day: 'In 24 Stunden',
      week: 'In 7 Tagen',
      own: 'Nach einer bestimmten Zeit',
    },
    hours: 'Stunden',
    wrongHours: (most) => `Geben Sie eine ganze Zahl von 1 bis ${most} Stunden ein.`,
    noneWarning: 'Programme mit dem alten Schlüssel werden abgewiesen, bis sie den neuen haben.',
    submit: 'Wechseln',
    both: 'Zwei Schlüssel, bis Ihre Programme umgestellt sind',
    bothIntro: (when) =>
      `Beide Schlüssel funktionieren bis ${when}. Stellen Sie Ihre Programme bis dahin auf den neuen um.`,
    unfinished: 'Wechsel ohne funktionierenden neuen Schlüssel',
    old: 'Alter Schlüssel',
    new: 'Neuer Schlüssel',
    ends: (when) => `Endet ${when}`,
    end: 'Alten Schlüssel jetzt beenden',
    endTitle: 'Den alten Schlüssel jetzt beenden?',
    endText:
      'Programme, die noch den alten Schlüssel benutzen, können die API dann nicht mehr aufrufen. Das lässt sich nicht rückgängig machen.',
    onlyOld: (state) =>
      `Beenden Sie den alten Schlüssel nicht: Der neue wird nicht mehr angenommen (${state.toLowerCase()}), es bliebe also kein funktionierender Schlüssel.`,
    wayOut: {
      undo: 'Machen Sie den Wechsel rückgängig, um den alten zu behalten, und wechseln Sie dann erneut.',
      ask: 'Sie haben nicht die Berechtigung, den Wechsel rückgängig zu machen. Bitten Sie die Person, die Ihr Konto verwaltet, um einen neuen Schlüssel, bevor der alte endet.',
    },
    onlyOldByProvider:
      'Beenden Sie den alten Schlüssel nicht: Ihr Anbieter hat den neuen gesperrt, es bliebe also kein funktionierender Schlüssel. Wenden Sie sich an Ihren Anbieter.',
    safe: (until) =>
      `Der alte Schlüssel wurde seit der Erstellung des neuen bis ${until} nicht benutzt. Er kann wohl beendet werden.`,
    stillUsed: (when) =>
      `Der alte Schlüssel wurde noch am ${when} benutzt, nachdem der neue erstellt war. Ein Programm braucht ihn noch.`,
    advice: {
      unsure:
        'Der Zustand beider Schlüssel wird gerade geprüft. Warten Sie einen Moment, bevor Sie den alten beenden.',
      neither: 'Zurzeit wird keiner der beiden Schlüssel angenommen.',
      reaching:
        'Der neue Schlüssel wird noch nicht überall angenommen. Warten Sie, bevor Sie den alten beenden.',
      unknownUse:
        'Nicht jede Nutzung wird hier gemeldet. Prüfen Sie Ihre Programme, bevor Sie den alten Schlüssel beenden.',
      tooEarly:
        'Nutzungen seit der Erstellung des neuen Schlüssels sind noch nicht bekannt. Sie werden mit kurzer Verzögerung gemeldet.',
      notYetUsed:
        'Der alte Schlüssel wurde seit der Erstellung des neuen nicht benutzt. Das ist aber weniger als einen Tag her: Ein Programm, das selten läuft, kann ihn noch brauchen.',
    },
    move: 'Ende verschieben',
    moveTitle: 'Wann endet der alte Schlüssel?',
    undo: 'Wechsel rückgängig machen',
    undoTitle: 'Den Wechsel rückgängig machen?',
    undoText:
      'Der alte Schlüssel bleibt, wie er vorher war. Der neue wird endgültig widerrufen, und Programme, die ihn benutzen, werden abgewiesen.',
  },
  usage: {
    title: 'Nutzungen',
    days: 'Nutzungen je Tag in den letzten 30 Tagen',
    total: (count, text) => plural(count, `${text} Nutzung in 30 Tagen`, `${text} Nutzungen in 30 Tagen`),
    none: 'Keine Nutzungen in den letzten 30 Tagen.',
    noneReported:
      'In den letzten 30 Tagen wurde keine Nutzung gemeldet. Der Schlüssel kann trotzdem in Gebrauch sein.',
    partial: 'Es können mehr sein, als gemeldet wurden.',
    day: 'Tag',
    count: 'Nutzungen',
    table: 'Als Tabelle zeigen',
    most: (count) => `Höchstens ${count} am Tag`,
  },
  history: {
    title: 'Verlauf',
    intro: 'Was mit Ihren Schlüsseln getan wurde, und von wem. Neuestes zuerst.',
    ofKey: 'Verlauf',
    none: 'Noch wurde nichts getan.',
    older: 'Älteres zeigen',
    system: 'Das System',
    provider: 'Ihr Anbieter',
    self: 'Wer den Schlüssel hatte',
    yourAccount: 'Ihr Konto',
    actions: {
      'key.issue': 'Schlüssel erstellt',
      'key.revoke': 'Schlüssel widerrufen',
      'key.disable': 'Schlüssel gesperrt',
      'key.enable': 'Schlüssel entsperrt',
      'key.update': 'Schlüssel geändert',
      'key.expire': 'Schlüssel abgelaufen',
      'key.rotate': 'Schlüssel gewechselt',
      'rotation.begin': 'Ende eines alten Schlüssels festgelegt',
      'rotation.move': 'Ende eines alten Schlüssels verschoben',
      'rotation.undo': 'Wechsel rückgängig gemacht',
      'customer.update': 'Grenzen oder Zustand des Kontos geändert',
      'session.open': 'Link zum Portal erstellt',
      'session.begin': 'Portal geöffnet',
      'session.end': 'Portal verlassen',
    },
    other: (action) => `Etwas anderes (${action})`,
    named: (name) => `„${name}“`,
    reason: (reason) => `Grund: ${reason}`,
  },
  found: {
    title: 'Einen Schlüssel gefunden?',
    intro:
      'In einem Protokoll, einem Repository, einem Chat: Fügen Sie ihn hier ein, um zu sehen, welcher es ist, und beenden Sie ihn. Er wird auf dieser Seite gelesen und nur gesendet, wenn Sie einen Schlüssel beenden, der nicht Ihrer ist.',
    paste: 'Der Schlüssel, oder Text, der ihn enthält',
    none: 'Darin steht kein Schlüssel. Ein Schlüssel ist eine lange Zeile ohne Leerzeichen; kopieren Sie ihn noch einmal ganz.',
    yours: 'Das ist einer Ihrer Schlüssel',
    foreign: 'Das ist keiner Ihrer Schlüssel',
    foreignNeedsText:
      'Um ihn zu beenden, fügen Sie seinen ganzen Text ein: Wer einen Schlüssel hat, darf ihn beenden.',
    foreignText:
      'Er gehört vielleicht jemand anderem. Wenn Sie ihn hier widerrufen, wird jeder, der ihn benutzt, dauerhaft abgewiesen. Wurde der Schlüssel veröffentlicht, ist das im Sinne seines Besitzers.',
    ended: 'Dieser Schlüssel ist schon beendet und wird abgewiesen. Es bleibt nichts zu tun.',
    revoke: 'Diesen Schlüssel widerrufen',
    reason: 'offen gefunden',
    doneTitle: 'Der Schlüssel ist widerrufen',
    done: 'Er funktioniert nicht mehr. Entfernen Sie ihn jetzt dort, wo Sie ihn gefunden haben.',
    notAccepted:
      'Dieser Schlüssel wird nicht angenommen: Er ist schon beendet, gehört zu einem anderen Anbieter, oder sein Text ist nicht vollständig.',
    another: 'Einen anderen ansehen',
    readRest: 'Braucht ihn ein Programm, wechseln Sie den Schlüssel zuerst.',
  },
};
