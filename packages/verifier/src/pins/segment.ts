import { DEAD, EMPTY, type PinWords } from './words.ts';

/**
 * One of the 256 parts of a table, in one SharedArrayBuffer, as words of 32 bits:
 *
 * ```
 * 4 × slots     the first 16 bytes of each pin; the first word says whether there is one
 * slots         only with records: where the slot's record begins, counted in words
 * …             only with records: the records, one after the other
 * ```
 *
 * A record is its length in bytes, the last 16 bytes of the pin, then the bytes.
 *
 * Nothing is written twice except a slot's first word, which is written last and changes from empty to the
 * pin's and from there to dead. A reader in another thread that has seen the first word therefore always sees
 * the rest of the same entry: it cannot match halves of two entries or meet an entry that is moving. The
 * price is that a dead slot stays dead until the segment is rewritten to another buffer (pin-table.ts).
 */
export interface Segment {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  readonly slots: number;
  readonly records: boolean;
  /**
   * Identifies this segment among all that this thread has opened. Storing the number does not keep the
   * memory alive.
   */
  readonly id: number;
}

/** What is passed to another thread. */
export type SegmentHandle = Pick<Segment, 'buffer' | 'slots' | 'records'>;

/** Words of a record before its bytes. */
const RECORD_HEAD_WORDS = 5;

const PIN_WORDS = 4;

let lastId = 0;

/** @param recordWords - Space for records, in words; undefined for a segment without records. */
export function makeSegment(slots: number, recordWords: number | undefined): Segment {
  const records = recordWords !== undefined;
  const words = recordsStart(slots, records) + (recordWords ?? 0);
  return openSegment({ buffer: new SharedArrayBuffer(words * 4), slots, records });
}

export function openSegment({ buffer, slots, records }: SegmentHandle): Segment {
  const words = new Int32Array(buffer);
  return { buffer, words, bytes: new Uint8Array(buffer), slots, records, id: ++lastId };
}

export function handleOf({ buffer, slots, records }: Segment): SegmentHandle {
  return { buffer, slots, records };
}

/** The word at which the records begin. */
export function recordsStart(slots: number, records: boolean): number {
  return slots * (records ? PIN_WORDS + 1 : PIN_WORDS);
}

/** Size of a record, in words. */
export function recordWords(byteCount: number): number {
  return RECORD_HEAD_WORDS + Math.ceil(byteCount / 4);
}

/**
 * Returns the slot of a pin or, if it is not there, -1 minus the first empty slot for it. The probe passes
 * over dead slots and ends at an empty one. There always is one, because a segment is never filled completely
 * (pin-table.ts).
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
    // A plain read may lag behind another core, and an atomic one costs a call. So only likely matches are
    // read again, after an atomic read of the word that was written last: everything compared then belongs to
    // one entry that is still there.
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
 * @param place - Where the record begins, in words. The record has already been written.
 * @param shared - Whether another thread may be reading. Atomic writes take half the time of loading a large
 *   set. A segment that no other thread has yet needs none, because the message that hands it over orders the
 *   earlier writes.
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

/** The bytes of a record, in place: not a copy. */
export function recordAt({ buffer, words }: Segment, place: number): Uint8Array {
  return new Uint8Array(buffer, (place + RECORD_HEAD_WORDS) * 4, words[place]);
}

/** Writes a record, which no reader sees before a slot has its place. Makes no view: a large set has millions. */
export function writeRecord(
  { words, bytes }: Segment,
  place: number,
  pin: PinWords,
  record: Uint8Array,
): void {
  words[place] = record.length;
  for (let word = 0; word < PIN_WORDS; word++) words[place + 1 + word] = pin[PIN_WORDS + word] as number;
  bytes.set(record, (place + RECORD_HEAD_WORDS) * 4);
}

/**
 * Calls back for every pin of a segment, with its record's place (0 without records). The array of words is
 * reused.
 */
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

/** Pins are SHA-256 hashes already, so one word, scaled to the number of slots, is enough. */
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
