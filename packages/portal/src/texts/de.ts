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
      'Die Verbindung ist unterbrochen. Was Sie sehen, kann veraltet sein; es wird neu gelesen, sobald die Verbindung wieder da ist.',
    lostTitle: 'Keine Verbindung',
    failedTitle: 'Das hat nicht geklappt',
  },
  session: {
    cannotOpenTitle: 'Dieser Link öffnet das Portal nicht mehr',
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
      'Auf dieser Seite ist etwas schiefgegangen. Laden Sie sie neu; passiert es wieder, sagen Sie Ihrem Anbieter Bescheid.',
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
      key_not_found: 'Unter Ihren Schlüsseln gibt es diesen nicht.',
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
    notTracked: 'Nicht erfasst',
    notTrackedInFull: '(nicht vollständig erfasst)',
    pages: 'Seiten',
    noScopes: 'Nichts Benanntes',
    more: (count) => `und ${count} weitere`,
    replacing: 'Wird ersetzt',
  },
  warnings: {
    neverExpiresLong:
      'Dieser Schlüssel läuft nie ab. Gerät er in fremde Hände und niemand merkt es, bleibt er für immer gültig. Wechseln Sie ihn von Zeit zu Zeit.',
    unused: 'Seit 90 Tagen unbenutzt',
    unusedLong:
      'Dieser Schlüssel wurde seit 90 Tagen nicht benutzt. Braucht ihn nichts mehr, widerrufen Sie ihn.',
    soonLong: (when) =>
      `Dieser Schlüssel läuft ${when} ab. Wechseln Sie ihn jetzt, damit Ihr Programm rechtzeitig umgestellt werden kann.`,
  },
  create: {
    title: 'Schlüssel erstellen',
    name: 'Name',
    nameHint: 'Wo Sie ihn benutzen werden, etwa „Website“ oder „Nächtlicher Export“.',
    scopes: 'Was er darf',
    scopesHint: 'Geben Sie ihm nur, was sein Programm braucht.',
    noScopes: 'Hier gibt es nichts zu wählen: Ein Schlüssel darf, was Ihr Tarif erlaubt.',
    expiry: 'Läuft ab',
    days: (days) => `In ${days} Tagen`,
    year: 'In einem Jahr',
    never: 'Nie',
    own: 'An einem eigenen Tag',
    day: 'Letzter Tag',
    longest: (when) => `Ihr Anbieter lässt einen Schlüssel höchstens bis ${when} leben.`,
    submit: 'Schlüssel erstellen',
    wrongName: 'Geben Sie dem Schlüssel einen Namen, damit Sie ihn von anderen unterscheiden können.',
    wrongControl: 'Der Name enthält Zeichen, die sich nicht darstellen lassen. Geben Sie ihn neu ein.',
    wrongScopes: 'Wählen Sie mindestens eines, was der Schlüssel darf.',
    wrongDay: 'Wählen Sie einen Tag ab morgen.',
    doneTitle: 'Ihr neuer Schlüssel',
    rotatedTitle: 'Der neue Schlüssel',
    once: 'Kopieren Sie ihn jetzt. Er wird nur dieses eine Mal gezeigt, und niemand kann ihn noch einmal zeigen, auch Ihr Anbieter nicht.',
    key: 'Schlüssel',
    curl: 'Zum Ausprobieren',
    env: 'Für eine .env-Datei',
    saved: 'Ich habe ihn gesichert',
    lostTitle: 'Der Schlüssel wurde erstellt, aber sein Text ging unterwegs verloren',
    lost: 'Die Verbindung riss ab, bevor die Antwort ankam. Den Schlüssel gibt es, aber niemand kann seinen Text noch zeigen. Widerrufen Sie ihn und erstellen Sie einen anderen.',
    lostRotation:
      'Die Verbindung riss ab, bevor die Antwort ankam. Den neuen Schlüssel gibt es, aber niemand kann seinen Text noch zeigen. Machen Sie den Wechsel rückgängig: Der alte Schlüssel bleibt dann, wie er war. Wechseln Sie danach noch einmal.',
    look: 'Schlüssel ansehen',
    address: 'https://API-ADRESSE/',
  },
  live: {
    reaching: 'Auf dem Weg zu den Gateways …',
    gates: (effect, of, time) =>
      `${effect === 'accepted' ? 'Angenommen' : 'Abgewiesen'} an ${of} von ${of} ${plural(of, 'Gate', 'Gates')} seit ${time}`,
    gatesWaiting: (seen, of) => `Auf dem Weg zu den Gateways: bisher ${seen} von ${of}`,
    gateways: (effect, seen, of, time) =>
      `Gesehen von ${seen} von ${of} ${plural(of, 'Gateway', 'Gateways')}, spätestens ab ${time} ${effect === 'accepted' ? 'angenommen' : 'abgewiesen'}`,
    estimate: (effect, time) =>
      `Schätzung: etwa ab ${time} ${effect === 'accepted' ? 'angenommen' : 'abgewiesen'}. Kein Gateway meldet sich hier zurück, daher kann es niemand sicher sagen.`,
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
    disabled: 'Dieser Schlüssel ist gesperrt: Er wird abgewiesen, bis er entsperrt wird.',
    disabledByProvider:
      'Der Anbieter der API hat diesen Schlüssel gesperrt: Er wird abgewiesen, bis der Anbieter ihn wieder entsperrt.',
    expiredNote: 'Dieser Schlüssel ist abgelaufen und wird für immer abgewiesen.',
    revokedNote: 'Dieser Schlüssel ist widerrufen und wird für immer abgewiesen.',
  },
  revoke: {
    title: 'Diesen Schlüssel widerrufen?',
    stops:
      'Jedes Programm, das diesen Schlüssel sendet, wird für immer abgewiesen. Das lässt sich nicht rückgängig machen.',
    lastUsed: (when) => `Zuletzt wurde er am ${when} benutzt.`,
    neverUsed: 'Er wurde noch nie benutzt.',
    notTracked: 'Ob er in Gebrauch ist, wird hier nicht erfasst.',
    rotateInstead:
      'Braucht ihn noch ein Programm, wechseln Sie ihn lieber: Dann werden eine Weile beide Schlüssel angenommen.',
    reason: 'Warum (freiwillig)',
    confirm: 'Für immer widerrufen',
    disableTitle: 'Diesen Schlüssel sperren?',
    disableStops: 'Jedes Programm, das diesen Schlüssel sendet, wird abgewiesen, bis Sie ihn entsperren.',
    enableTitle: 'Diesen Schlüssel entsperren?',
    enableText: 'Der Schlüssel wird wieder angenommen, wo immer er ist.',
  },
  rotate: {
    title: 'Schlüssel wechseln',
    intro:
      'Sie bekommen einen neuen Schlüssel, der dasselbe darf. Der alte gilt noch eine Weile, damit Ihre Programme umgestellt werden können.',
    overlap: 'Der alte Schlüssel endet',
    overlaps: {
      none: 'Sofort',
      hour: 'In 1 Stunde',
      day: 'In 24 Stunden',
      week: 'In 7 Tagen',
      own: 'Nach einer eigenen Frist',
    },
    hours: 'Stunden',
    wrongHours: 'Geben Sie eine Zahl von Stunden von 1 bis 2.160 an.',
    noneWarning: 'Programme mit dem alten Schlüssel werden abgewiesen, bis sie den neuen haben.',
    submit: 'Wechseln',
    both: 'Zwei Schlüssel, bis umgestellt ist',
    bothIntro: (when) => `Beide werden bis ${when} angenommen. Geben Sie Ihren Programmen vorher den neuen.`,
    old: 'Alter Schlüssel',
    new: 'Neuer Schlüssel',
    ends: (when) => `Endet ${when}`,
    end: 'Alten Schlüssel jetzt beenden',
    endTitle: 'Den alten Schlüssel jetzt beenden?',
    endText:
      'Programme, die noch den alten Schlüssel senden, werden ab jetzt abgewiesen. Das lässt sich nicht rückgängig machen.',
    safe: 'Der alte Schlüssel wurde nicht mehr benutzt, seit es den neuen gibt: Er kann wohl beendet werden.',
    notYetUsed:
      'Der alte Schlüssel wurde nicht mehr benutzt, seit es den neuen gibt. Das ist weniger als einen Tag her: Ein Programm, das selten aufruft, kann ihn noch haben.',
    stillUsed: (when) =>
      `Der alte Schlüssel wurde noch am ${when} benutzt, nachdem es den neuen gab: Ein Programm hat ihn noch.`,
    unknownUse:
      'Benutzungen werden hier nicht vollständig erfasst. Sehen Sie in Ihren Programmen nach, bevor Sie den alten Schlüssel beenden.',
    move: 'Ende verschieben',
    moveTitle: 'Wann endet der alte Schlüssel?',
    undo: 'Wechsel rückgängig machen',
    undoTitle: 'Den Wechsel rückgängig machen?',
    undoText:
      'Der alte Schlüssel bleibt, wie er vorher war. Der neue wird für immer widerrufen, und Programme, die ihn haben, werden abgewiesen.',
  },
  usage: {
    title: 'Benutzungen',
    days: 'Benutzungen je Tag in den letzten 30 Tagen',
    total: (count, text) => plural(count, `${text} Benutzung in 30 Tagen`, `${text} Benutzungen in 30 Tagen`),
    none: 'Keine Benutzungen in den letzten 30 Tagen.',
    notTracked: 'Nicht erfasst: Die Gateways vor dieser API melden keine Benutzungen.',
    partial:
      'Nicht vollständig erfasst: Manche Gateways melden keine Benutzungen, es können also mehr sein als gezeigt.',
    day: 'Tag',
    count: 'Benutzungen',
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
    someone: 'Jemand',
    actions: {
      'key.issue': 'Schlüssel erstellt',
      'key.revoke': 'Schlüssel widerrufen',
      'key.disable': 'Schlüssel gesperrt',
      'key.enable': 'Schlüssel entsperrt',
      'key.update': 'Schlüssel geändert',
      'key.expire': 'Schlüssel abgelaufen',
      'key.rotate': 'Schlüssel gewechselt',
      'rotation.move': 'Ende eines alten Schlüssels verschoben',
      'rotation.undo': 'Wechsel rückgängig gemacht',
      'customer.update': 'Grenzen oder Zustand des Kontos geändert',
      'session.open': 'Link zum Portal erstellt',
      'session.begin': 'Portal geöffnet',
      'session.end': 'Portal verlassen',
    },
    other: (action) => `Etwas anderes (${action})`,
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
      'Er kann jemand anderem gehören. Beenden Sie ihn hier, wird ab dann für immer abgewiesen, wer ihn benutzt. Wurde er veröffentlicht, ist das, was sein Besitzer braucht.',
    ended: 'Dieser Schlüssel ist schon beendet und wird abgewiesen. Es bleibt nichts zu tun.',
    revoke: 'Diesen Schlüssel widerrufen',
    reason: 'offen gefunden',
    doneTitle: 'Der Schlüssel ist widerrufen',
    done: 'Er wird für immer abgewiesen. Entfernen Sie ihn nun dort, wo Sie ihn gefunden haben.',
    notAccepted:
      'Dieser Schlüssel wird nicht angenommen: Er ist schon beendet, gehört zu einem anderen Anbieter, oder sein Text ist nicht vollständig.',
    another: 'Einen anderen ansehen',
    readRest: 'Braucht ihn ein Programm, wechseln Sie den Schlüssel zuerst.',
  },
};
