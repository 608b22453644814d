/** German texts of the console: texts that replace the portal’s where those refer to the provider. */

import { live as shared } from '../../../texts/de/live.ts';
import type { live as liveEn, usage as usageEn } from '../en/overrides.ts';

export const live: typeof liveEn = {
  estimate: (effect, time) =>
    `${shared.estimate(effect, time)}. Fügen Sie Ihre Gateways unter „Gateways“ hinzu, um zu sehen, wann sie eine Änderung übernommen haben.`,
};

export const usage: typeof usageEn = {
  noneReported:
    'In den letzten 30 Tagen wurde keine Nutzung gemeldet. Der Schlüssel kann trotzdem in Verwendung sein: Die Nutzung ist nur vollständig, wenn alle Gateways unter „Gateways“ aufgeführt sind und Nutzung melden und die Einstellungen das bestätigen.',
  partial:
    'Die tatsächliche Zahl kann höher sein: Gezählt werden nur aufgeführte Gateways, die Nutzung melden, und in den Einstellungen ist nicht bestätigt, dass alle aufgeführt sind.',
};
