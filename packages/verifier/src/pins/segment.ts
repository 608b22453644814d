import { DEAD, EMPTY, type PinWords } from './words.ts';

/**
 * One of the 256 parts of a table, in one SharedArrayBuffer, as words of 32 bits:
 *
 * ```
 * 4 × slots     the first 16 bytes of each pin; the first word says whether there is one
 * slots         only with records: where the slot's record begins, counted in words
 * …             only with records: the records, one after the other
 * ```
 * A record is its length in bytes, the last 16 bytes of the pin, then the bytes.
 *
 * Nothing here is ever written twice but a slot's first word, which goes from empty to the pin's and from there to dead, and is
 * written last. So a reader in another thread that has seen the first word sees the rest of the same entry, for ever: it can
 * neither match half of two entries nor meet one on the move. What that costs is that a dead slot stays dead until the segment is
 * written anew, as another buffer (pin-table.ts).
 */
export interface Segment {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly slots: number;
  readonly records: boolean;
  /** Tells it from every other one that this thread has opened. Who remembers the number does not keep the memory. */
  readonly id: number;
}

/** What crosses to another thread. */
export type SegmentHandle = Pick<Segment, 'buffer' | 'slots' | 'records'>;

/** Words of a record before its bytes. */
const RECORD_HEAD_WORDS = 5;

const PIN_WORDS = 4;

let lastId = 0;

/** @param recordWords - Room for records, in words; undefined: a segment without records. */
export function makeSegment(slots: number, recordWords: number | undefined): Segment {
  const records = recordWords !== undefined;
  const words = recordsStart(slots, records) + (recordWords ?? 0);
  return openSegment({ buffer: new SharedArrayBuffer(words * 4), slots, records });
}

export function openSegment({ buffer, slots, records }: SegmentHandle): Segment {
  return { buffer, words: new Int32Array(buffer), slots, records, id: ++lastId };
}

export function handleOf({ buffer, slots, records }: Segment): SegmentHandle {
  return { buffer, slots, records };
}

/** Word at which the records begin. */
export function recordsStart(slots: number, records: boolean): number {
  return slots * (records ? PIN_WORDS + 1 : PIN_WORDS);
}

/** Bytes needed by a record, in words. */
export function recordWords(byteCount: number): number {
  return RECORD_HEAD_WORDS + Math.ceil(byteCount / 4);
}

/**
 * The slot of a pin; where it is not there, -1 minus the first empty slot for it. The probe goes on past dead slots and ends at an
 * empty one; there always is one, as a segment is never filled (pin-table.ts).
 */
export function findSlot(segment: Segment, pin: PinWords): number {
  const { words, slots, records } = segment;
  const first = pin[0];
  const second = pin[1] as number;
  let slot = startSlot(second, slots);
  for (;;) {
    const at = slot * PIN_WORDS;
    const found = words[at];
    if (found === EMPTY) return -1 - slot;
    // A plain read may be late on its way from another core, and an atomic one costs a call. So only what looks like the pin is read
    // again after an atomic read of the word that was written last: what is compared then is all of one entry, still there.
    if (
      found === first &&
      words[at + 1] === second &&
      Atomics.load(words, at) === first &&
      words[at + 1] === second &&
      words[at + 2] === pin[2] &&
      words[at + 3] === pin[3] &&
      (!records || hasTail(words, placeOf(segment, slot), pin))
    ) {
      return slot;
    }
    slot = slot + 1 === slots ? 0 : slot + 1;
  }
}

/**
 * Fills an empty slot.
 *
 * @param place - Where the record begins, in words; its words have been written.
 * @param shared - Whether another thread may be reading. An atomic write waits for the memory, which takes half the time of loading a
 *   large set; a segment that nobody else has yet needs none, as the message that hands it over orders what was written before.
 */
export function fillSlot(
  { words, slots, records }: Segment,
  slot: number,
  pin: PinWords,
  place: number,
  shared: boolean,
): void {
  const at = slot * PIN_WORDS;
  words[at + 1] = pin[1] as number;
  words[at + 2] = pin[2] as number;
  words[at + 3] = pin[3] as number;
  if (records) words[slots * PIN_WORDS + slot] = place;
  if (shared) Atomics.store(words, at, pin[0] as number);
  else words[at] = pin[0] as number;
}

export function killSlot({ words }: Segment, slot: number): void {
  Atomics.store(words, slot * PIN_WORDS, DEAD);
}

/** Where a slot's record begins, in words. */
export function placeOf({ words, slots }: Segment, slot: number): number {
  return words[slots * PIN_WORDS + slot] as number;
}

/** The bytes of a record, where they lie: not a copy. */
export function recordAt({ buffer, words }: Segment, place: number): Uint8Array {
  return new Uint8Array(buffer, (place + RECORD_HEAD_WORDS) * 4, words[place]);
}

/** Calls back for every pin of a segment, with its record's place (0 without records). The words are used again. */
export function eachPin(segment: Segment, pin: PinWords, visit: (place: number) => void): void {
  const { words, slots, records } = segment;
  for (let slot = 0; slot < slots; slot++) {
    const first = words[slot * PIN_WORDS];
    if (first === EMPTY || first === DEAD) continue;
    const place = records ? placeOf(segment, slot) : 0;
    for (let word = 0; word < PIN_WORDS; word++) {
      pin[word] = words[slot * PIN_WORDS + word] as number;
      if (records) pin[PIN_WORDS + word] = words[place + 1 + word] as number;
    }
    visit(place);
  }
}

/** Pins are SHA-256, so that a word of one needs no hashing: it is scaled to the number of slots. */
function startSlot(word: number, slots: number): number {
  return Math.floor((word >>> 0) * (slots / 2 ** 32));
}

function hasTail(words: Int32Array, place: number, pin: PinWords): boolean {
  return (
    words[place + 1] === pin[4] &&
    words[place + 2] === pin[5] &&
    words[place + 3] === pin[6] &&
    words[place + 4] === pin[7]
  );
}
