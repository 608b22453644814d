/** German texts of the portal: sessions and embedding. */

import type { session as sessionEn } from '../en/session.ts';

export const session: typeof sessionEn = {
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
};
