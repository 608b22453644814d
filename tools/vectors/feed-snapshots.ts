import {
  entryText,
  type FeedKind,
  positionText,
  type SnapshotHeader,
  snapshotStart,
} from '@lostwax/contract';
import {
  entriesOf,
  type FeedKey,
  feedKey,
  headerOf,
  pinsOf,
  positionOf,
  recordOf,
  snapshotOf,
  wholeSnapshot,
} from './feed-parts.ts';

const signed = [feedKey('first'), feedKey('second'), feedKey('third')];
const mixed = [...signed, feedKey('fourth', 'opaque'), feedKey('fifth', 'shared-signed')];
const later = feedKey('sixth', 'of-a-later-version');

/** The snapshots of spec/vectors/feed.json. */
export function snapshotVectors(): object {
  return { good: goodSnapshots(), bad: badSnapshots() };
}

function goodSnapshots(): object[] {
  const body = entriesOf('public', signed);
  const header = headerOf('public', signed, body);
  const padded = snapshotOf(snapshotStart(header, 1_000), body);
  const left = snapshotOf(
    snapshotStart({ ...header, position: positionOf(4, mixed.slice(1)), leftOut: true }),
    body,
  );
  const unknown = entriesOf('full', [...mixed, later]);
  const more = mixed.map((key) =>
    JSON.stringify({ ...JSON.parse(entryText(recordOf(key))), later: { x: 1 } }),
  );
  const extended = entriesOf('full', mixed, more);
  const full = headerOf('full', mixed, extended);
  return [
    good('public, empty', 'public', [], wholeSnapshot('public', [])),
    good('public', 'public', signed, wholeSnapshot('public', signed)),
    good('full, empty', 'full', [], wholeSnapshot('full', [])),
    good('full', 'full', mixed, wholeSnapshot('full', mixed)),
    good('spaces after the header', 'public', signed, padded),
    good('an unknown member of the header', 'public', signed, withHeader(header, body, { later: 1 })),
    good(
      'damaged records were left out',
      'public',
      signed,
      left,
      positionText(positionOf(4, mixed.slice(1))),
    ),
    good('an unknown member of each entry', 'full', mixed, snapshotOf(snapshotStart(full), extended)),
    good(
      'an unknown method',
      'full',
      mixed,
      snapshotOf(snapshotStart(headerOf('full', [...mixed, later], unknown)), unknown),
      positionText(positionOf(6, mixed)),
    ),
  ];
}

function badSnapshots(): object[] {
  const whole = wholeSnapshot('public', signed);
  const body = entriesOf('public', signed);
  const header = headerOf('public', signed, body);
  const start = snapshotStart(header);
  const headed = (changed: Record<string, unknown>): Buffer => withHeader(header, body, changed);
  const long = Buffer.from(start);
  long.writeUInt32LE(start.length, 8);
  const twice = [...signed, signed[0] ?? feedKey('first')];
  const beginning = (text: string): Buffer =>
    snapshotOf(Buffer.concat([Buffer.from(text), start.subarray(8)]), body);
  const damaged = Buffer.from(whole);
  damaged[damaged.length - 40] = (damaged[damaged.length - 40] ?? 0) ^ 1;
  return [
    bad('nothing', 'public', Buffer.alloc(0)),
    bad('another magic', 'public', beginning('LWXSNAPX')),
    bad('an earlier version', 'public', beginning('LWXSNAP1')),
    bad('one byte of an entry changed', 'public', damaged),
    bad('the last byte missing', 'public', whole.subarray(0, -1)),
    bad('one byte more', 'public', Buffer.concat([whole, Buffer.alloc(1)])),
    bad('an entry missing', 'public', snapshotOf(start, body.subarray(16))),
    bad('a header of another length', 'public', snapshotOf(long, body)),
    bad('another issuer', 'public', headed({ issuer: 'https://keys.acme.example/other' })),
    bad('the other feed', 'public', wholeSnapshot('full', signed)),
    bad('the other feed', 'full', whole),
    bad('another count', 'public', headed({ count: 2 })),
    bad('another number of bytes', 'public', headed({ bytes: 32 })),
    bad('another digest', 'public', headed({ position: positionText(positionOf(3, mixed.slice(1, 3))) })),
    bad('a malformed position', 'public', headed({ position: '1.42' })),
    bad('no position', 'public', headed({ position: undefined })),
    bad('a pin twice', 'public', wholeSnapshot('public', twice)),
    ...badEntries(),
  ];
}

/** One entry of a full snapshot is malformed. */
function badEntries(): object[] {
  const key = feedKey('first', 'opaque');
  const whole = JSON.parse(entryText(recordOf(key))) as Record<string, unknown>;
  const changed = (members: Record<string, unknown>): string => JSON.stringify({ ...whole, ...members });
  const texts = {
    'an entry that is not JSON': '{',
    'an entry that is not an object': '[]',
    'no method': changed({ method: undefined }),
    'no pin': changed({ pin: undefined }),
    'half a pin': changed({ pin: String(whole['pin']).slice(0, 22) }),
    'a padded pin': changed({ pin: `${whole['pin']}=` }),
    'no kid': changed({ kid: undefined }),
    'no customer': changed({ customer: undefined }),
    'a number as the customer': changed({ customer: 1 }),
    'no scopes': changed({ scopes: undefined }),
    'a text as the scopes': changed({ scopes: 'orders:read' }),
    'a number among the scopes': changed({ scopes: [1] }),
    'no claims': changed({ claims: undefined }),
    'a list as the claims': changed({ claims: [] }),
    'a text as exp': changed({ exp: '1785542430' }),
    'a number as aud': changed({ aud: 1 }),
  };
  const body = entriesOf('full', [key]);
  body.writeUInt32LE(body.length, 0);
  return [
    bad(
      'an entry longer than the snapshot',
      'full',
      snapshotOf(snapshotStart(headerOf('full', [key], body)), body),
    ),
    ...Object.entries(texts).map(([name, text]) => {
      const entries = entriesOf('full', [key], [text]);
      return bad(name, 'full', snapshotOf(snapshotStart(headerOf('full', [key], entries)), entries));
    }),
  ];
}

/** @param changed - Members of the header, which the authority's own code would not write. */
function withHeader(header: SnapshotHeader, body: Buffer, changed: Record<string, unknown>): Buffer {
  const json = Buffer.from(
    JSON.stringify({ ...header, position: positionText(header.position), ...changed }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return snapshotOf(Buffer.concat([Buffer.from('LWXSNAP2'), length, json]), body);
}

function good(
  name: string,
  feed: FeedKind,
  keys: readonly FeedKey[],
  snapshot: Buffer,
  position = positionText(positionOf(keys.length, keys)),
): object {
  return { name, feed, snapshot: snapshot.toString('base64'), position, pins: pinsOf(feed, keys) };
}

function bad(name: string, feed: FeedKind, snapshot: Buffer): object {
  return { name, feed, snapshot: snapshot.toString('base64') };
}
