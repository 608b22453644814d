/**
 * A reader and a writer of one segment, step by step. In real threads an unlucky interleaving occurs once in
 * millions of lookups; here every one is tried: between any two reads of a lookup, the writer performs any
 * number of its writes, twice.
 */
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import {
  fillSlot,
  findSlot,
  killSlot,
  makeSegment,
  recordsStart,
  type Segment,
} from '../../src/pins/segment.ts';
import { newPinWords, type PinWords } from '../../src/pins/words.ts';

const SLOTS = 5;
type Act = readonly ['add' | 'remove', pin: PinWords];
type Write = readonly [index: number, value: number];

function pinOf(...words: number[]): PinWords {
  const pin = newPinWords();
  pin.set(words);
  return pin;
}

// All map to the first slot, because their second words are small, and they resemble each other where one
// could be mistaken for another.
const one = pinOf(7, 1, 11, 12, 13, 14, 15, 16);
const two = pinOf(7, 1, 21, 22, 23, 24, 25, 26);
const three = pinOf(9, 2, 31, 32, 33, 34, 35, 36);
const never: readonly PinWords[] = [
  pinOf(7, 1, 11, 22, 13, 14, 15, 16),
  pinOf(7, 1, 21, 12, 23, 24, 25, 26),
  pinOf(7, 0, 0, 0, 0, 0, 0, 0),
  pinOf(9, 0, 0, 0, 0, 0, 0, 0),
  pinOf(9, 1, 31, 32, 33, 34, 35, 36),
];
/** Differs only in the words of the record. */
const neverWithRecords = pinOf(7, 1, 11, 12, 33, 34, 35, 36);

const scripts: Readonly<Record<string, readonly Act[]>> = {
  'one is removed and a similar one added': [
    ...([
      ['add', one],
      ['remove', one],
      ['add', two],
    ] as const),
    ...([
      ['remove', two],
      ['add', three],
    ] as const),
  ],
  'one is removed that another was placed after': [
    ...([
      ['add', one],
      ['add', three],
      ['remove', one],
    ] as const),
    ...([
      ['add', two],
      ['remove', three],
    ] as const),
  ],
  'one is removed and added again': [
    ['add', three],
    ['add', one],
    ['remove', one],
    ['add', one],
    ['remove', three],
  ],
};

/** A segment whose reads and writes can be observed, including those through `Atomics`. */
interface Watched extends Segment {
  /** Called before each read, and before each write with its value. */
  watch: (index: number, value?: number) => void;
  /** The words themselves, unobserved. */
  readonly raw: Int32Array;
}

function watched(t: TestContext, segment: Segment): Watched {
  const raw = segment.words;
  const words = new Proxy(raw, {
    get(_, name) {
      own.watch(Number(name));
      return raw[Number(name)];
    },
    set(_, name, value: number) {
      own.watch(Number(name), value);
      raw[Number(name)] = value;
      return true;
    },
  });
  const own: Watched = { ...segment, words, raw, watch: () => {} };
  t.mock.method(Atomics, 'load', (_: Int32Array, index: number) => words[index]);
  t.mock.method(Atomics, 'store', (_: Int32Array, index: number, value: number) => {
    words[index] = value;
    return value;
  });
  return own;
}

for (const records of [false, true]) {
  for (const [what, script] of Object.entries(scripts)) {
    it(`${what}, ${records ? 'with' : 'without'} records: every lookup sees a state that existed`, (t) => {
      const segment = watched(t, makeSegment(SLOTS, records ? 64 : undefined));
      const { writes, ends } = writesOf(segment, script);
      let tries = 0;
      for (const pin of [one, two, three, ...never, ...(records ? [neverWithRecords] : [])]) {
        for (let start = 0; start <= writes.length; start++) {
          for (let first = 0; ; first++) {
            // The writer continues before the lookup's read `first`, and again before a later one.
            const reads = lookUp(segment, writes, pin, [start, start], [first, first]).reads;
            if (first >= reads) break;
            for (let middle = start; middle <= writes.length; middle++) {
              for (let second = first; second < reads + 8; second += 2) {
                for (const end of new Set([middle, middle + 1, writes.length])) {
                  if (end > writes.length) continue;
                  const { found } = lookUp(segment, writes, pin, [start, middle, end], [first, second]);
                  assert.ok(
                    possible(ends, script, pin, start, end).has(found),
                    JSON.stringify([...pin, start, middle, end, first, second]),
                  );
                  tries++;
                }
              }
            }
          }
        }
      }
      assert.ok(tries > 10_000, `${tries} tries`);
    });
  }
}

/** The writes of a script in order, and how many there were after each act. */
function writesOf(segment: Watched, script: readonly Act[]): { writes: Write[]; ends: number[] } {
  const writes: Write[] = [];
  segment.watch = (index, value) => {
    if (value !== undefined) writes.push([index, value]);
  };
  let place = recordsStart(SLOTS, segment.records);
  const ends = script.map(([act, pin]) => {
    if (act === 'remove') killSlot(segment, findSlot(segment, pin));
    else {
      for (let word = 4; segment.records && word < 8; word++)
        segment.words[place + word - 3] = pin[word] as number;
      fillSlot(segment, -1 - findSlot(segment, pin), pin, place, true);
      place += 5;
    }
    return writes.length;
  });
  return { writes, ends };
}

/**
 * A lookup that begins after `at[0]` writes. Before its read `reads[n]` the writer has reached `at[n + 1]`.
 */
function lookUp(
  segment: Watched,
  writes: readonly Write[],
  pin: PinWords,
  [start, ...at]: readonly number[],
  when: readonly number[],
): { found: boolean; reads: number } {
  const { raw } = segment;
  raw.fill(0);
  let done = 0;
  const write = (until: number): void => {
    for (; done < until; done++) {
      const [index, value] = writes[done] as Write;
      raw[index] = value;
    }
  };
  write(start as number);
  let reads = 0;
  segment.watch = () => {
    for (const [turn, read] of when.entries()) if (reads === read) write(at[turn] ?? done);
    reads++;
  };
  return { found: findSlot(segment, pin) >= 0, reads };
}

/**
 * Whether the pin was present at any moment between the two writes: while an act is under way, before it and
 * after it.
 */
function possible(
  ends: readonly number[],
  script: readonly Act[],
  pin: PinWords,
  start: number,
  end: number,
): Set<boolean> {
  const there = (acts: number): boolean =>
    script.slice(0, acts).findLast(([, other]) => other === pin)?.[0] === 'add';
  const from = ends.filter((last) => last <= start).length;
  const to = ends.filter((last) => last <= end).length + (ends.includes(end) || end === 0 ? 0 : 1);
  return new Set(Array.from({ length: to - from + 1 }, (_, acts) => there(from + acts)));
}
