/** German texts of the portal: creating a key. */

import type { create as createEn } from '../en/new-key.ts';

export const create: typeof createEn = {
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
};
