/** English texts of the console: the overview of a workspace. */

import { plural } from '../../../texts/en/plural.ts';

export const overview = {
  title: 'Overview',
  stats: 'At a glance',
  activeKeys: 'Active keys',
  activeKeysHint: 'Across all customers',
  calls: 'Calls, last 30 days',
  callsUp: (percent: string) => `${percent} more than in the previous 30 days`,
  callsDown: (percent: string) => `${percent} fewer than in the previous 30 days`,
  callsSame: 'Same as the previous 30 days',
  callsFirst: 'No earlier data to compare',
  noCalls: 'No calls yet',
  notReported: 'No gate reports calls yet',
  perDay: 'Calls per day',
  expiring: 'Expiring soon',
  expiringHint: 'In the next 30 days',
  gateways: 'Gateways reporting',
  gatewaysValue: (reporting: string, registered: string) => `${reporting} of ${registered}`,
  noGateways: 'No gateways yet',
  gatewaysAll: 'All up and reporting',
  /** After the name of the only one. */
  gatewaySilent: 'is not reporting',
  gatewaysSilent: (count: number, text: string) =>
    plural(count, { one: `${text} is not reporting`, other: `${text} are not reporting` }),
  activity: 'Recent activity',
  allActivity: 'View audit log',
  noActivity: 'Nothing has happened in this workspace yet.',
};
