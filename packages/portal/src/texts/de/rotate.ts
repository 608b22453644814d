/** German texts of the portal: rotation. */

import type { rotate as rotateEn } from '../en/rotate.ts';

export const rotate: typeof rotateEn = {
  title: 'Schlüssel rotieren',
  intro:
    'Sie erhalten einen neuen Schlüssel mit denselben Berechtigungen. Der alte funktioniert vorerst weiter, damit Ihnen Zeit für die Umstellung bleibt.',
  overlap: 'Alter Schlüssel läuft ab',
  overlaps: {
    none: 'Sofort',
    hour: 'In 1 Stunde',
    day: 'In 24 Stunden',
    week: 'In 7 Tagen',
    own: 'Benutzerdefiniert',
  },
  hours: 'Stunden',
  wrongHours: (most) => `Geben Sie eine ganze Zahl von 1 bis ${most} ein.`,
  noneWarning: 'Anwendungen mit dem alten Schlüssel verlieren den Zugriff, bis sie den neuen verwenden.',
  submit: 'Schlüssel rotieren',
  both: 'Rotation läuft',
  bothIntro: (when) =>
    `Beide Schlüssel funktionieren bis ${when}. Stellen Sie bis dahin auf den neuen Schlüssel um.`,
  unfinished: 'Der neue Schlüssel funktioniert nicht',
  old: 'Alter Schlüssel',
  new: 'Neuer Schlüssel',
  ends: (when) => `Läuft ${when} ab`,
  end: 'Alten Schlüssel jetzt ablaufen lassen',
  endTitle: 'Alten Schlüssel jetzt ablaufen lassen?',
  endText:
    'Anwendungen, die noch den alten Schlüssel verwenden, verlieren den Zugriff auf die API. Das lässt sich nicht rückgängig machen.',
  onlyOld: (state) =>
    `Behalten Sie den alten Schlüssel vorerst. Der neue ist ${state.toLowerCase()}, daher funktioniert nur der alte.`,
  wayOut: {
    undo: 'Um einen funktionierenden neuen Schlüssel zu erhalten, machen Sie die Rotation rückgängig und rotieren Sie erneut.',
    ask: 'Sie sind nicht berechtigt, die Rotation rückgängig zu machen. Bitten Sie Ihren Administrator um einen neuen Schlüssel, bevor der alte abläuft.',
  },
  onlyOldByProvider:
    'Behalten Sie den alten Schlüssel vorerst. Ihr Anbieter hat den neuen deaktiviert, daher funktioniert nur der alte. Wenden Sie sich an Ihren Anbieter.',
  safe: (until) =>
    `Der alte Schlüssel wurde seit der Erstellung des neuen bis ${until} nicht verwendet. Sie können ihn voraussichtlich gefahrlos ablaufen lassen.`,
  stillUsed: (when) =>
    `Der alte Schlüssel wurde am ${when} verwendet, nachdem der neue erstellt wurde. Er wird offenbar noch benötigt.`,
  advice: {
    unsure:
      'Beide Schlüssel werden gerade geprüft. Warten Sie einen Moment, bevor Sie den alten ablaufen lassen.',
    neither: 'Derzeit funktioniert keiner der beiden Schlüssel.',
    reaching:
      'Der neue Schlüssel wird noch nicht überall akzeptiert. Warten Sie, bevor Sie den alten ablaufen lassen.',
    unknownUse:
      'Hier wird nicht jede Nutzung gemeldet. Prüfen Sie Ihre eigenen Systeme, bevor Sie den alten Schlüssel ablaufen lassen.',
    tooEarly:
      'Für die Zeit seit der Rotation liegen noch keine Nutzungsdaten vor. Sie werden mit kurzer Verzögerung gemeldet.',
    notYetUsed:
      'Der alte Schlüssel wurde seit der Erstellung des neuen nicht verwendet. Das ist aber weniger als einen Tag her. Ein selten ausgeführter Job benötigt ihn möglicherweise noch.',
  },
  move: 'Ablauf ändern',
  moveTitle: 'Wann soll der alte Schlüssel ablaufen?',
  undo: 'Rotation rückgängig machen',
  undoTitle: 'Diese Rotation rückgängig machen?',
  undoText:
    'Der alte Schlüssel wird in seinen vorherigen Zustand zurückversetzt. Der neue wird endgültig widerrufen; Anwendungen, die ihn verwenden, verlieren den Zugriff.',
};
