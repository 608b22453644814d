/** German texts of the portal: the live sign, which shows where a change has taken effect. */

import type { live as liveEn } from '../en/live.ts';

const effects = { accepted: 'akzeptiert', refused: 'abgelehnt' };

export const live: typeof liveEn = {
  plainGateways: 'Gateways, die nur die Signatur prüfen, akzeptieren ihn bis zu seinem Ablauf.',
  reaching: 'Wird wirksam …',
  gates: (effect, of, time) => `Seit ${time} auf ${of} von ${of} Gateways ${effects[effect]}`,
  gatesWaiting: (seen, of) => `Wird wirksam: bisher ${seen} von ${of} Gateways`,
  gateways: (effect, seen, of, time) =>
    `${seen} von ${of} Gateways erreicht, spätestens ab ${time} ${effects[effect]}`,
  estimate: (effect, time) => `Schätzung: etwa ab ${time} ${effects[effect]}`,
};
