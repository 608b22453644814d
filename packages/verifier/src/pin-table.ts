import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { PinUpdate, SharedPins } from './pins/attached.ts';
import { type Found, type Pins, SEGMENTS, segmentIndex } from './pins/pins.ts';
import {
  eachPin,
  fillSlot,
  findSlot,
  handleOf,
  killSlot,
  makeSegment,
  placeOf,
  recordAt,
  recordsStart,
  recordWords,
  type Segment,
  writeRecord,
} from './pins/segment.ts';
import { newPinWords, type PinWords } from './pins/words.ts';

// A segment is rewritten when this share of its slots is in use, dead ones included, and is then filled to
// the second share. At 0.82 an unknown pin takes 16 probes of neighboring slots; at 0.70 a pin of 16 bytes
// takes 23 bytes of memory.
const FULL = 0.82;
const REFILLED = 0.7;
const RESERVED = 0.76;
const LEAST_SLOTS = 16;
const RECORD_ROOM = 1.25;
const noBytes = new Uint8Array(0);

/** A segment and what only its writer needs to know. */
interface Part {
  readonly segment: Segment;
  live: number;
  /** Slots that are not empty: live and dead. */
  used: number;
  /** The word at which the next record is written. */
  nextRecord: number;
  liveRecordWords: number;
}

/**
 * A set of pins, all with a record or all without, written by one thread and read by any number of threads.
 *
 * It uses open addressing with linear probing in 256 segments, chosen by a byte of the pin. A full segment is
 * copied, without its dead slots, to another buffer. Readers are sent that buffer before the generation is
 * raised, which they compare on every lookup (pins/attached.ts). They need no lock, never wait for the
 * writer, and never see an entry move (pins/segment.ts). The alternatives cost more: with a lock per bucket
 * each lookup writes to shared memory, and with entries that move on removal each miss needs a second probe.
 */
export class PinTable implements Pins {
  readonly withRecords: boolean;
  readonly #parts: (Part | undefined)[] = new Array<Part | undefined>(SEGMENTS).fill(undefined);
  readonly #control: Int32Array = new Int32Array(new SharedArrayBuffer(4));
  readonly #ports = new Set<MessagePort>();
  #size = 0;

  constructor({ withRecords = false }: { readonly withRecords?: boolean } = {}) {
    this.withRecords = withRecords;
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes of all segments, including records. */
  get byteLength(): number {
    return this.#parts.reduce((sum, part) => sum + (part?.segment.buffer.byteLength ?? 0), 0);
  }

  has(pin: PinWords): boolean {
    const part = this.#parts[segmentIndex(pin)];
    return part !== undefined && findSlot(part.segment, pin) >= 0;
  }

  find(pin: PinWords): Found | undefined {
    const segment = this.#parts[segmentIndex(pin)]?.segment;
    const slot = segment === undefined ? -1 : findSlot(segment, pin);
    return segment === undefined || slot < 0 ? undefined : { segment, place: placeOf(segment, slot) };
  }

  /**
   * Reserves space for this many more pins, so that loading them copies nothing. The table must be empty.
   *
   * @param recordBytes - Bytes of all records together.
   */
  reserve(count: number, recordBytes = 0): void {
    if (this.#size > 0 || count < SEGMENTS) return;
    const mean = count / SEGMENTS;
    // Pins are evenly distributed: with two standard deviations and the margin up to FULL, a segment rarely
    // overflows, and may.
    const slots = Math.max(LEAST_SLOTS, Math.ceil((mean + 2 * Math.sqrt(mean)) / RESERVED));
    const words = Math.ceil((recordBytes / 4 / SEGMENTS) * RECORD_ROOM) + slots * 6;
    for (let index = 0; index < SEGMENTS; index++) {
      this.#parts[index] = emptyPart(makeSegment(slots, this.withRecords ? words : undefined));
    }
    this.#publish(this.#parts.keys());
  }

  /**
   * Adds a pin, with its record if the table has records.
   *
   * @returns false if the pin was already there; nothing changes then.
   */
  add(pin: PinWords, record?: Uint8Array): boolean {
    const index = segmentIndex(pin);
    let part = this.#parts[index];
    let slot = part === undefined ? -1 : findSlot(part.segment, pin);
    if (slot >= 0) return false;
    const words = this.withRecords ? recordWords(record?.length ?? 0) : 0;
    if (part === undefined || isFull(part, words)) {
      part = this.#rewrite(index, words);
      slot = findSlot(part.segment, pin);
    }
    fill(part, -1 - slot, pin, record, this.#ports.size > 0);
    this.#size++;
    return true;
  }

  /** @returns false if the pin was not there. */
  remove(pin: PinWords): boolean {
    const part = this.#parts[segmentIndex(pin)];
    const slot = part === undefined ? -1 : findSlot(part.segment, pin);
    if (part === undefined || slot < 0) return false;
    if (this.withRecords) {
      part.liveRecordWords -= recordWords(part.segment.words[placeOf(part.segment, slot)] as number);
    }
    killSlot(part.segment, slot);
    part.live--;
    this.#size--;
    // A segment that has lost most of its keys gives back its memory.
    if (part.used > 4 * LEAST_SLOTS && part.live < part.used / 4) this.#rewrite(segmentIndex(pin), 0);
    return true;
  }

  /** Number of pins in one segment, 0 to 255. */
  sizeOf(index: number): number {
    return this.#parts[index]?.live ?? 0;
  }

  /**
   * Calls back for every pin of one segment, 0 to 255. The words and the bytes of `found` belong to the
   * table.
   */
  eachOf(index: number, pin: PinWords, visit: (found: Found) => void): void {
    const segment = this.#parts[index]?.segment;
    if (segment !== undefined) eachPin(segment, pin, (at) => visit({ segment, place: at }));
  }

  /**
   * Replaces all contents with those of another table, in one step for every reader. The other table must not
   * be used afterwards.
   */
  takeOver(other: PinTable): void {
    for (const index of this.#parts.keys()) this.#parts[index] = other.#parts[index];
    this.#size = other.#size;
    this.#publish(this.#parts.keys());
  }

  /**
   * Returns what another thread opens with `AttachedPins`. Each result serves one thread; put its `port` into
   * the transfer list.
   */
  share(): SharedPins {
    const { port1, port2 } = new MessageChannel();
    port1.unref();
    port1.once('close', () => this.#ports.delete(port1));
    this.#ports.add(port1);
    return {
      control: this.#control.buffer as SharedArrayBuffer,
      generation: this.#control[0] as number,
      segments: this.#parts.map((part) => part && handleOf(part.segment)),
      port: port2,
    };
  }

  /** Detaches the threads that read. They find no pin afterwards. */
  close(): void {
    for (const port of this.#ports) port.close();
    this.#ports.clear();
    Atomics.add(this.#control, 0, 1);
  }

  #rewrite(index: number, moreRecordWords: number): Part {
    const old = this.#parts[index];
    const live = old?.live ?? 0;
    const slots = Math.max(LEAST_SLOTS, Math.ceil((live + 1) / REFILLED));
    const room = Math.ceil(((old?.liveRecordWords ?? 0) + moreRecordWords) * RECORD_ROOM);
    const part = emptyPart(makeSegment(slots, this.withRecords ? room : undefined));
    if (old !== undefined) copyLive(old.segment, part);
    this.#parts[index] = part;
    this.#publish([index]);
    return part;
  }

  /**
   * The message is sent before the generation is raised: a reader that sees the new number finds the message
   * waiting.
   */
  #publish(indexes: Iterable<number>): void {
    const generation = ((this.#control[0] as number) + 1) | 0;
    if (this.#ports.size > 0) {
      const segments = Array.from(indexes, (index): PinUpdate['segments'][number] => {
        const part = this.#parts[index];
        return [index, part && handleOf(part.segment)];
      });
      for (const port of this.#ports) port.postMessage({ generation, segments } satisfies PinUpdate);
    }
    Atomics.store(this.#control, 0, generation);
  }
}

function emptyPart(segment: Segment): Part {
  const nextRecord = recordsStart(segment.slots, segment.records);
  return { segment, live: 0, used: 0, nextRecord, liveRecordWords: 0 };
}

function isFull({ segment, used, nextRecord }: Part, moreRecordWords: number): boolean {
  return used + 1 > segment.slots * FULL || nextRecord + moreRecordWords > segment.words.length;
}

/** Writes the record before the slot: see pins/segment.ts. */
function fill(
  part: Part,
  slot: number,
  pin: PinWords,
  record: Uint8Array | undefined,
  shared: boolean,
): void {
  const { segment, nextRecord } = part;
  if (segment.records) {
    const bytes = record ?? noBytes;
    writeRecord(segment, nextRecord, pin, bytes);
    const words = recordWords(bytes.length);
    part.nextRecord += words;
    part.liveRecordWords += words;
  }
  fillSlot(segment, slot, pin, nextRecord, shared);
  part.live++;
  part.used++;
}

function copyLive(from: Segment, to: Part): void {
  const pin = newPinWords();
  eachPin(from, pin, (at) => {
    const bytes = from.records ? recordAt(from, at) : undefined;
    // Readers are sent the copy once it is complete.
    fill(to, -1 - findSlot(to.segment, pin), pin, bytes, false);
  });
}
