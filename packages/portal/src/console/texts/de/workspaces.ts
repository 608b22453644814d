/** German texts of the console: the list of workspaces and the new-workspace form. */

import type { workspaces as workspacesEn } from '../en/workspaces.ts';

export const workspaces: typeof workspacesEn = {
  title: 'Arbeitsbereiche',
  intro:
    'Einer für jedes Produkt und jede Umgebung, etwa Live und Test. Jeder hat eigene Schlüssel und einen eigenen Aussteller.',
  create: 'Arbeitsbereich erstellen',
  createFirst: 'Ersten Arbeitsbereich erstellen',
  all: 'Alle Arbeitsbereiche',
  switch: 'Arbeitsbereich wechseln',
  noneTitle: 'Noch keine Arbeitsbereiche',
  noneMayNot:
    'Sie haben noch in keinem Arbeitsbereich eine Rolle. Bitten Sie einen Inhaber, Sie hinzuzufügen.',
  name: 'Name',
  nameHint: 'Ihr Produkt und die Umgebung, etwa „Acme Orders“. Ihre Kunden sehen diesen Namen.',
  nameWrong: 'Geben Sie einen Namen ein.',
  derived: (slug, prefix) => `Slug „${slug}“, Schlüssel-IDs beginnen mit „${prefix}_“.`,
  advanced: 'Erweitert',
  slug: 'Slug',
  slugHint:
    'Ist Teil jeder Adresse und jedes Schlüssels und kann später nicht geändert werden: a-z, 0-9, - und _.',
  slugWrong: 'Verwenden Sie a-z, 0-9, - und _, und beginnen Sie mit einem Buchstaben.',
  prefix: 'Präfix der Schlüssel-IDs',
  prefixHint: 'Daran erkennen Leak-Scanner Ihre Schlüssel. Es kann später nicht geändert werden.',
  prefixWrong:
    'Verwenden Sie 2 bis 16 Zeichen: a-z, 0-9 und _, mit einem Buchstaben am Anfang. Ein Teil wie _7f ist nicht möglich.',
  algorithm: 'Algorithmus',
  algorithmHint: 'ES256 funktioniert mit fast jedem Gateway. Wählen Sie RS256 für AWS und APISIX.',
  issuer: 'Aussteller',
  made: 'Arbeitsbereich erstellen',
};
