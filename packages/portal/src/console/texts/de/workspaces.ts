/** German texts of the console: the list of workspaces and the new-workspace form. */

import type { workspaces as workspacesEn } from '../en/workspaces.ts';

export const workspaces: typeof workspacesEn = {
  title: 'Arbeitsbereiche',
  intro:
    'Einer für jedes Produkt und jede Umgebung, etwa live und test. Jeder hat eigene Schlüssel und einen eigenen Aussteller.',
  create: 'Arbeitsbereich anlegen',
  noneTitle: 'Noch keine Arbeitsbereiche',
  none: 'Ein Arbeitsbereich enthält die Schlüssel eines Produkts. Legen Sie den ersten an.',
  noneMayNot: 'Sie haben noch in keinem Arbeitsbereich eine Rolle. Bitten Sie einen Eigentümer darum.',
  name: 'Name',
  slug: 'Kurzname',
  slugHint:
    'Er steht in jeder Adresse und jedem Schlüssel und kann sich nie ändern: Kleinbuchstaben, Ziffern, - und _.',
  slugWrong: 'Nehmen Sie Kleinbuchstaben, Ziffern, - und _, und beginnen Sie mit einem Buchstaben.',
  prefix: 'Anfang der Schlüsselkennungen',
  prefixHint:
    'Leer gelassen: der Kurzname. Daran finden Suchprogramme verlorene Schlüssel. Er kann sich nie ändern.',
  algorithm: 'Verfahren',
  algorithmHint: 'ES256 passt zu fast jedem Gateway. RS256 ist für AWS und APISIX.',
  issuer: 'Aussteller',
  made: 'Anlegen',
};
