/** English texts of the portal: the live sign: where a change has taken effect. */

import { plural } from './plural.ts';

export const live = {
  reaching: 'Taking effect…',
  gates: (effect: 'accepted' | 'refused', of: number, time: string) =>
    `${effect === 'accepted' ? 'Accepted' : 'Refused'} at ${of} of ${of} ${plural(of, { one: 'gate', other: 'gates' })} since ${time}`,
  gatesWaiting: (seen: number, of: number) => `Taking effect: ${seen} of ${of} gateways so far`,
  gateways: (effect: 'accepted' | 'refused', seen: number, of: number, time: string) =>
    `Seen by ${seen} of ${of} ${plural(of, { one: 'gateway', other: 'gateways' })}, ${effect} from ${time} at the latest`,
  estimate: (effect: 'accepted' | 'refused', time: string) => `Estimate: ${effect} from about ${time}`,
};
