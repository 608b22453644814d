/** German texts of the portal: the live sign: where a change has taken effect. */

import type { live as liveEn } from '../en/live.ts';
import { plural } from './plural.ts';

export const live: typeof liveEn = {
  reaching: 'Wird wirksam …',
  gates: (effect, of, time) =>
    `${effect === 'accepted' ? 'Angenommen' : 'Abgewiesen'} an ${of} von ${of} ${plural(of, { one: 'Gate', other: 'Gates' })} seit ${time}`,
  gatesWaiting: (seen, of) => `Wird wirksam: bisher an ${seen} von ${of} Gateways`,
  gateways: (effect, seen, of, time) =>
    `Gesehen von ${seen} von ${of} ${plural(of, { one: 'Gateway', other: 'Gateways' })}, spätestens ab ${time} ${effect === 'accepted' ? 'angenommen' : 'abgewiesen'}`,
  estimate: (effect, time) =>
    `Schätzung: etwa ab ${time} ${effect === 'accepted' ? 'angenommen' : 'abgewiesen'}`,
};
