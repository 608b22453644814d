import { type FeedKind, type Position, positionText } from '@lostwax/contract';
import {
  type EventLines,
  eventOf,
  type FeedKey,
  feedKey,
  pinsOf,
  positionOf,
  wholeSnapshot,
} from './feed-parts.ts';

const [first, second] = [feedKey('first'), feedKey('second')];
const [opaque, later] = [feedKey('third', 'opaque'), feedKey('fourth', 'of-a-later-version')];

/** The changes of spec/vectors/feed.json. */
export function changeVectors(): object {
  return { good: goodChanges(), bad: badChanges() };
}

/** Each begins with a snapshot of one signed key, at number 1. */
function goodChanges(): object[] {
  const add = (feed: FeedKind, seq: number, key: FeedKey, after: readonly FeedKey[]): EventLines =>
    eventOf(feed, positionOf(seq, after), 'add', key);
  const remove = (feed: FeedKind, seq: number, key: FeedKey, after: readonly FeedKey[]): EventLines =>
    eventOf(feed, positionOf(seq, after), 'remove', key);
  const other = (feed: FeedKind, seq: number, after: readonly FeedKey[]): EventLines =>
    eventOf(feed, positionOf(seq, after), 'other', first);
  const both = [first, second];
  return [
    good(
      'public: a key comes and another goes',
      'public',
      [add('public', 2, second, both), remove('public', 3, first, [second])],
      [second],
    ),
    good('public: a key of another method', 'public', [other('public', 2, [first])], [first]),
    good('a signed key whose record is damaged', 'public', [other('public', 2, both)], [first]),
    good(
      'full: keys come and go',
      'full',
      [add('full', 2, opaque, [first]), add('full', 3, second, both), remove('full', 4, first, [second])],
      [opaque, second],
    ),
    good('full: a signing key', 'full', [other('full', 2, [first])], [first]),
    good(
      'full: a method that is not known',
      'full',
      [add('full', 2, later, [first]), remove('full', 3, later, [first])],
      [first],
    ),
    // The first was an add, before the key's customer was erased.
    good(
      'full: a key that is gone before it came',
      'full',
      [remove('full', 2, second, both), remove('full', 3, second, [first])],
      [first],
    ),
  ];
}

function badChanges(): object[] {
  const next = positionOf(2, [first, second]);
  const event = eventOf('public', next, 'add', second);
  const full = eventOf('full', next, 'add', second);
  const at = (changed: Partial<Position>): EventLines => ({
    ...event,
    id: positionText({ ...next, ...changed }),
  });
  const { check: _, ...unchecked } = full;
  return [
    bad('a number is missing', 'public', at({ seq: 3 })),
    bad('the number again', 'public', at({ seq: 1 })),
    bad('another lineage', 'public', at({ lineage: '0'.repeat(16) })),
    bad('a later epoch', 'public', at({ epoch: next.epoch + 1 })),
    bad('another digest', 'public', at({ digest: positionOf(2, [first]).digest })),
    bad('a malformed position', 'public', { ...event, id: `${event['id']}A` }),
    bad('a number with a zero before it', 'public', {
      ...event,
      id: positionText(next).replace('.2.', '.02.'),
    }),
    bad('an unknown event', 'public', { ...event, event: 'change' }),
    bad('half of half a pin', 'public', { ...event, data: String(event['data']).slice(0, 11) }),
    bad('a padded pin', 'public', { ...event, data: `${event['data']}==` }),
    bad('another alphabet', 'public', { ...event, data: '+'.repeat(22) }),
    bad('no data', 'public', { ...event, data: '' }),
    bad('full: no checksum', 'full', unchecked),
    bad('full: another checksum', 'full', { ...full, check: '00000000' }),
    bad('full: one character of the record changed', 'full', {
      ...full,
      data: String(full['data']).replace('cus-1', 'cus-2'),
    }),
    bad('full: half a pin', 'full', event),
  ];
}

function good(name: string, feed: FeedKind, events: readonly EventLines[], keys: readonly FeedKey[]): object {
  const position = events.at(-1)?.['id'];
  return { name, feed, snapshot: start(feed), events, position, pins: pinsOf(feed, keys) };
}

function bad(name: string, feed: FeedKind, event: EventLines): object {
  return { name, feed, snapshot: start(feed), event };
}

const start = (feed: FeedKind): string => wholeSnapshot(feed, [first]).toString('base64');
