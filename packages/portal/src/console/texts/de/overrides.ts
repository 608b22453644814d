/** German texts of the console: texts that replace the portal’s where those refer to the provider. */

import type { live as liveEn, usage as usageEn } from '../en/overrides.ts';

export const live: typeof liveEn = {
  estimate: (effect, time) =>
    `Schätzung: etwa ab ${time} ${effect === 'accepted' ? 'angenommen' : 'abgewiesen'}. Tragen Sie Ihre Gateways und Gates unter „Gateways“ ein, um zu sehen, wann sie eine Änderung angewendet haben.`,
};

export const usage: typeof usageEn = {
  noneReported:
    'In den letzten 30 Tagen wurde keine Nutzung gemeldet. Das heißt nicht, dass der Schlüssel unbenutzt ist: Dazu müssen Gates, die Nutzungen melden, unter „Gateways“ eingetragen sein, und die Einstellungen müssen sagen, dass das alle sind.',
  partial:
    'Es können mehr sein: Gezählt wird nur an eingetragenen Gates, die Nutzungen melden, und die Einstellungen sagen nicht, dass das alle sind.',
};
