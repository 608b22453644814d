/** English texts of the console: gateways. */

import { plural } from '../../../texts/en/plural.ts';

export const readers = {
  /** Precedes the names of gateways. */
  notReported: 'Not reported yet:',
  title: 'Gateways',
  intro: 'Gateways check keys in front of your API. Add each one to see when it has applied a change.',
  configuration: 'Get configuration',
  register: 'Add gateway',
  noneTitle: 'No gateways yet',
  none: 'Keys work without a registered gateway, but Lostwax can’t tell you when your API rejects a revoked key.',
  columns: {
    name: 'Name',
    kind: 'Type',
    seen: 'Last seen',
    has: 'Status',
    refresh: 'Refresh interval',
    added: 'Added',
    id: 'Reader ID',
  },
  kinds: { gateway: 'Gateway', gate: 'Gate' },
  never: 'Not yet',
  upToDate: 'Up to date',
  behind: (count: number, text: string) =>
    plural(count, { one: `${text} change behind`, other: `${text} changes behind` }),
  overdue: 'Not reporting',
  otherHistory: 'Out of date since the last restore',
  unknown: 'Waiting for first contact',
  every: (seconds: number, text: string) =>
    plural(seconds, { one: 'Every second', other: `Every ${text} seconds` }),
  idHint: 'Anyone who has this ID can send reports as this gateway.',
  more: (name: string) => `More actions for ${name}`,
  view: 'View details',
  edit: 'Edit',
  editTitle: 'Edit gateway',
  save: 'Save',
  saved: 'Gateway updated',
  added: 'Gateway added',
  removed: 'Gateway removed',
  remove: 'Remove',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText: 'The gateway keeps checking keys. Lostwax no longer shows whether it is up to date.',
  notFound: 'Gateway not found',
  name: 'Name',
  nameWrong: 'Enter a name.',
  kind: 'Type',
  kindHints: {
    gateway: 'Envoy, nginx or another gateway that fetches the key set itself.',
    gate: 'lostwax gate, which reports the changes it has applied and how often keys are used.',
  },
  refresh: 'Refresh interval in seconds',
  refreshWrong: 'Enter a whole number from 1 to 86,400.',
  command: 'Start the gate',
  commandText: 'Run this on the machine that checks keys:',
  /** Whether the pages can tell that a key is unused. */
  tracking: {
    gateways: 'Usage is incomplete: a gateway that checks keys itself doesn’t report usage.',
    notSaid: 'Usage is incomplete until you turn on “All gateways are registered” in the settings.',
    all: 'Usage is complete as long as each gate reports it (--report-key-file).',
  },
};
