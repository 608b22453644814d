/** English texts of the portal: the live sign, which shows where a change has taken effect. */

import { plural } from './plural.ts';

type Effect = 'accepted' | 'refused';

const effects = { accepted: 'accepted', refused: 'rejected' };
const effectsFirst = { accepted: 'Accepted', refused: 'Rejected' };

export const live = {
  /** Of a key under a shared signing key: nothing at a plain gateway tells it from the others. */
  plainGateways: 'Gateways that check only the signature accept it until it expires.',
  reaching: 'Taking effect…',
  gates: (effect: Effect, of: number, time: string) =>
    plural(of, {
      one: `${effectsFirst[effect]} by ${of} of ${of} gateway since ${time}`,
      other: `${effectsFirst[effect]} by ${of} of ${of} gateways since ${time}`,
    }),
  gatesWaiting: (seen: number, of: number) => `Taking effect: ${seen} of ${of} gateways so far`,
  gateways: (effect: Effect, seen: number, of: number, time: string) =>
    plural(of, {
      one: `Reached ${seen} of ${of} gateway, ${effects[effect]} by ${time} at the latest`,
      other: `Reached ${seen} of ${of} gateways, ${effects[effect]} by ${time} at the latest`,
    }),
  estimate: (effect: Effect, time: string) => `Estimate: ${effects[effect]} from about ${time}`,
};
