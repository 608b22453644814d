/** German texts of the portal: sessions and embedding. */

import type { session as sessionEn } from '../en/session.ts';

export const session: typeof sessionEn = {
  cannotOpenTitle: 'Dieser Link ist nicht mehr gültig',
  notAllowedTitle: 'Das Portal kann auf dieser Seite nicht angezeigt werden',
  notAllowed: (origin) =>
    `${origin} darf das Portal nicht einbetten. Bitten Sie den Betreiber der Website, diese Adresse in den Einstellungen des Arbeitsbereichs freizugeben.`,
  endedTitle: 'Ihre Sitzung ist beendet',
  ended:
    'Öffnen Sie das Portal in einem anderen Tab erneut, so wie beim letzten Mal. Danach können Sie hier weiterarbeiten. Ihre Eingaben bleiben erhalten.',
  endedElement: 'Ihre Sitzung konnte nicht verlängert werden. Ihre Eingaben bleiben erhalten.',
  openAgain: (where) => `${where} in neuem Tab öffnen`,
  leftTitle: 'Sie sind abgemeldet',
  left: 'Um zurückzukehren, öffnen Sie das Portal erneut über die Website Ihres Anbieters.',
};
