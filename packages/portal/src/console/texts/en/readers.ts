/** English texts of the console: gateways and gates. */

import { plural } from '../../../texts/en/plural.ts';

export const readers = {
  title: 'Gateways and gates',
  intro:
    'Those that are registered, so that the pages can say what they have seen of a change. A gateway fetches the key set; a gate says what it has applied.',
  configuration: 'Get a configuration',
  register: 'Register one',
  noneTitle: 'None is registered',
  none: 'Keys work without. But only of those that are registered can anybody say that they refuse a revoked key.',
  columns: {
    name: 'Name',
    kind: 'Kind',
    seen: 'Last heard of',
    has: 'Has',
    refresh: 'Fetches every',
    added: 'Added',
    id: 'Reader id',
  },
  kinds: { gateway: 'Gateway', gate: 'Gate' },
  never: 'Not since the server started',
  upToDate: 'Up to date',
  behind: (count: number, text: string) =>
    plural(count, { one: `${text} change behind`, other: `${text} changes behind` }),
  otherHistory: 'Before the last restore',
  unknown: 'Not known',
  seconds: (text: string) => `${text} s`,
  remove: 'Remove',
  removeTitle: 'Remove this reader?',
  removeText: 'It goes on as it is, but is no longer counted where the pages say what was seen.',
  name: 'Name',
  nameWrong: 'Give it a name.',
  kind: 'Kind',
  kindHints: {
    gateway: 'Envoy and others that fetch the key set themselves.',
    gate: 'lostwax gate, which tells what it has applied.',
  },
  refresh: 'Fetches the key set every … seconds',
  refreshWrong: 'Write whole seconds from 1 to 86,400.',
  add: 'Register',
  /** Whether the pages can say that a key is unused. */
  tracking: {
    gateways: 'Uses are not tracked in full: a gateway that checks keys itself reports none.',
    notSaid:
      'Uses are not tracked in full: the settings do not say that these are all. Turn on “All gateways are registered” there once they are.',
    all: 'Uses are tracked in full as long as each gate reports them (--report-key-file).',
  },
  head: (changes: string) => `Changes of the key set so far: ${changes}.`,
};
