/** German texts of the portal: creating a key. */

import type { create as createEn } from '../en/new-key.ts';

export const create: typeof createEn = {
  title: 'API-Schlüssel erstellen',
  name: 'Name',
  nameHint: 'Wofür Sie ihn verwenden, zum Beispiel „Website“ oder „Nächtlicher Export“.',
  scopes: 'Berechtigungen',
  scopesHint: 'Vergeben Sie nur Berechtigungen, die Sie benötigen.',
  noScopes: 'Es gibt keine Berechtigungen zur Auswahl. Der Schlüssel darf alles, was Ihr Tarif umfasst.',
  method: 'Art',
  expiry: 'Ablaufdatum',
  days: (days) => `In ${days} Tagen`,
  year: 'In einem Jahr',
  never: 'Nie',
  own: 'An einem bestimmten Datum',
  day: 'Letzter gültiger Tag',
  longest: (when) => `Bei Ihrem Anbieter sind Schlüssel höchstens bis ${when} gültig.`,
  submit: 'Schlüssel erstellen',
  wrongName: 'Geben Sie einen Namen ein, damit Sie den Schlüssel später wiedererkennen.',
  wrongControl: 'Der Name enthält Zeichen, die nicht dargestellt werden können. Geben Sie ihn neu ein.',
  wrongScopes: 'Wählen Sie mindestens eine Berechtigung aus.',
  wrongDay: 'Wählen Sie ein Datum ab morgen.',
  doneTitle: 'Ihr neuer Schlüssel',
  rotatedTitle: 'Ihr neuer Schlüssel',
  once: 'Kopieren Sie diesen Schlüssel jetzt und bewahren Sie ihn sicher auf. Wir können ihn nicht noch einmal anzeigen.',
  waiting:
    'Der Server hat noch nicht geantwortet. Lassen Sie diese Seite geöffnet: Wir können den Schlüssel nur einmal anzeigen.',
  late: 'Dieser Schlüssel wurde erstellt, nachdem Sie die Seite verlassen hatten.',
  key: 'Schlüssel',
  curl: 'Mit curl testen',
  env: 'Für Ihre .env-Datei',
  saved: 'Fertig',
  lostTitle: 'Schlüssel erstellt, aber nicht angezeigt',
  lost: 'Die Verbindung wurde unterbrochen, bevor Ihr neuer Schlüssel ankam. Wir können ihn nicht noch einmal anzeigen. Widerrufen Sie ihn und erstellen Sie einen neuen.',
  lostRotation:
    'Die Verbindung wurde unterbrochen, bevor Ihr neuer Schlüssel ankam. Wir können ihn nicht noch einmal anzeigen. Machen Sie die Rotation rückgängig, um den alten Schlüssel zu behalten, und rotieren Sie ihn dann erneut.',
  look: 'Schlüssel anzeigen',
  address: 'https://API-ADRESSE/',
};
