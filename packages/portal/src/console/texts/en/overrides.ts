/** English texts of the console: texts that replace the portal’s where those refer to the provider. */

import { live as shared } from '../../../texts/en/live.ts';

/** The console's user can fix these, so the texts explain how. */
export const live = {
  estimate: (effect: 'accepted' | 'refused', time: string) =>
    `${shared.estimate(effect, time)}. Add your gateways under Gateways to see when they apply a change.`,
};

export const usage = {
  noneReported:
    'No usage reported in the last 30 days. The key may still be in use: usage is complete only if every gateway is listed under Gateways and reports usage, and the settings confirm this.',
  partial:
    'The actual number may be higher: only listed gateways that report usage are counted, and the settings don’t confirm that all of them are listed.',
};
