import { type Pointer, pointerText, positionText } from '@lostwax/contract';
import { feedIssuer, feedKey, positionOf } from './feed-parts.ts';

const [first, second] = [feedKey('first'), feedKey('second')];
const pointer: Pointer = {
  issuer: feedIssuer,
  position: positionOf(3, [first, second]),
  at: 1_795_491_400_000,
  every: 1,
  publisher: '5d41402abc4b2a76b9',
  snapshot: { position: positionOf(2, [first]), from: positionOf(1, []) },
};
const members = JSON.parse(pointerText(pointer)) as Readonly<Record<string, unknown>>;
const read = {
  position: positionText(pointer.position),
  snapshot: positionText(pointer.snapshot.position),
  from: positionText(pointer.snapshot.from),
  at: pointer.at,
  every: pointer.every,
};

/** The pointers of spec/vectors/feed.json. */
export function pointerVectors(): object {
  return { good: goodPointers(), bad: badPointers() };
}

function goodPointers(): object[] {
  const good = (
    name: string,
    changed: Readonly<Record<string, unknown>>,
    every: number = read.every,
  ): object => ({
    ...{ name, text: JSON.stringify({ ...members, ...changed }) },
    ...{ ...read, every },
  });
  return [
    good('as it is written', {}),
    good('without a publisher', { publisher: undefined }),
    good('a member that is not known', { later: { position: 1 } }),
    good('fractions of a second between pointers', { every: 1.5 }, 1.5),
    good('a minute between pointers', { every: 60 }, 60),
  ];
}

function badPointers(): object[] {
  const bad = (name: string, changed: Readonly<Record<string, unknown>>): object => ({
    ...{ name, text: JSON.stringify({ ...members, ...changed }) },
  });
  return [
    { name: 'not JSON', text: '{"static":1,' },
    { name: 'a list', text: '[]' },
    { name: 'null', text: 'null' },
    bad('another issuer', { issuer: `${feedIssuer}-2` }),
    bad('no issuer', { issuer: undefined }),
    bad('a later form', { static: 2 }),
    bad('the full feed', { feed: 'full' }),
    bad('no position', { position: undefined }),
    bad('a malformed position', { position: `${read.position}A` }),
    bad('no snapshot', { snapshot: undefined }),
    bad('no start of a segment', { snapshot: { position: read.snapshot } }),
    bad('no time', { at: undefined }),
    bad('a time before 1970', { at: -1 }),
    bad('a fraction of a millisecond', { at: 1.5 }),
    bad('a time as text', { at: '1795491400000' }),
    bad('less than a second between pointers', { every: 0.5 }),
    bad('more than a minute between pointers', { every: 61 }),
  ];
}
