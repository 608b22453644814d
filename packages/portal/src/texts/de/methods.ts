/** Arten von Schlüsseln: zwischen diesen wählt ein Kunde. */
export const methods = {
  signed: {
    name: 'Signierter Schlüssel',
    hint: 'Etwa 450 Zeichen. Funktioniert überall, wo Ihr Anbieter Schlüssel annimmt.',
  },
  opaque: {
    name: 'Kurzer Schlüssel',
    hint: 'Etwa 60 Zeichen, für Systeme mit kurzen Feldern für Schlüssel.',
  },
};
