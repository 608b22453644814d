/** German texts of the portal: rotation. */

import type { rotate as rotateEn } from '../en/rotate.ts';

export const rotate: typeof rotateEn = {
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
};
