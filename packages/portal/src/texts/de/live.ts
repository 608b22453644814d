/** German texts of the portal: the live sign, which shows where a change has taken effect. */

import type { live as liveEn } from '../en/live.ts';

const effects = { accepted: 'akzeptiert', refused: 'abgelehnt' };
const effectsFirst = { accepted: 'Akzeptiert', refused: 'Abgelehnt' };

export const live: typeof liveEn = {
  reaching: 'Wird wirksam …',
  gates: (effect, of, time) => `${effectsFirst[effect]} von ${of} von ${of} Gateways seit ${time}`,
  gatesWaiting: (seen, of) => `Wird wirksam: bisher ${seen} von ${of} Gateways`,
  gateways: (effect, seen, of, time) =>
    `${seen} von ${of} Gateways erreicht, spätestens ab ${time} ${effects[effect]}`,
  estimate: (effect, time) => `Schätzung: etwa ab ${time} ${effects[effect]}`,
};
