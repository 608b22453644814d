/** German texts of the console: workspace settings. */

import type { settings as settingsEn } from '../en/settings.ts';

export const settings: typeof settingsEn = {
  title: 'Einstellungen',
  name: 'Name',
  colour: 'Farbe',
  colourHint:
    'Die Akzentfarbe des Portals, als #rrggbb. Wo sie nicht lesbar wäre, wird sie dunkler oder heller.',
  colourWrong: 'Schreiben Sie die Farbe als #rrggbb, etwa #0b6e4f.',
  scopes: 'Was Schlüsseln erlaubt werden kann',
  scopesHint:
    'Je Zeile eines: der Scope, ein Leerzeichen, und was er bedeutet, in Worten, die Ihre Kunden verstehen.',
  scopesAny: 'Jeder Scope darf vergeben werden',
  scopesAnyHint: 'Sonst nur die oben.',
  maxKeys: 'Höchstzahl der Schlüssel eines Kunden',
  longest: 'Längste Lebensdauer eines Schlüssels, in Tagen',
  none: 'Leer gelassen: keine Grenze.',
  wrongNumber: 'Schreiben Sie eine ganze Zahl über 0 oder nichts.',
  allReaders: 'Alle Leser sind eingetragen',
  allReadersHint:
    'Schalten Sie das ein, sobald alles, was Schlüssel dieses Arbeitsbereichs prüft, unter „Gateways“ eingetragen ist: jedes Gateway, jedes Gate, jeder Verifier und jede JWT-Bibliothek. Erst dann, und nur wenn es alles Gates sind, die Nutzungen melden, nennen die Seiten einen Schlüssel unbenutzt oder sagen, dass er beendet werden kann. Sonst kann ein Schlüssel dort in Gebrauch sein, wo es niemand meldet.',
  origins: 'Seiten, die das Portal einbetten dürfen',
  originsHint:
    'Je Zeile ein Ursprung, etwa https://app.acme.example. Skripte dieser Seiten können einen neuen Schlüssel lesen.',
  fixed: 'Was sich nicht ändern kann',
  audience: 'Empfänger',
  keySet: 'Schlüsselsatz',
  saved: 'Gespeichert.',
  save: 'Einstellungen speichern',
};
