import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { type Found, type Pins, segmentIndex } from './pins.ts';
import { findSlot, openSegment, placeOf, type Segment, type SegmentHandle } from './segment.ts';
import type { PinWords } from './words.ts';

/** What a table passes to one other thread with `postMessage`; put `port` into the transfer list. */
export interface SharedPins {
  readonly control: SharedArrayBuffer;
  readonly generation: number;
  readonly segments: readonly (SegmentHandle | undefined)[];
  readonly port: MessagePort;
}

/** Segments that were replaced. */
export interface PinUpdate {
  readonly generation: number;
  readonly segments: readonly (readonly [index: number, segment: SegmentHandle | undefined])[];
}

/** Looks pins up in a table of another thread. */
export class AttachedPins implements Pins {
  readonly #control: Int32Array;
  readonly #port: MessagePort;
  readonly #segments: (Segment | undefined)[];
  #generation: number;

  constructor({ control, generation, segments, port }: SharedPins) {
    this.#control = new Int32Array(control);
    this.#generation = generation;
    this.#segments = segments.map((segment) => segment && openSegment(segment));
    this.#port = port;
    // A thread that looks nothing up must release replaced segments too.
    port.on('message', (update: PinUpdate) => this.#apply(update));
    port.unref();
  }

  has(pin: PinWords): boolean {
    if (Atomics.load(this.#control, 0) !== this.#generation) this.#catchUp();
    const segment = this.#segments[segmentIndex(pin)];
    return segment !== undefined && findSlot(segment, pin) >= 0;
  }

  find(pin: PinWords): Found | undefined {
    if (Atomics.load(this.#control, 0) !== this.#generation) this.#catchUp();
    const segment = this.#segments[segmentIndex(pin)];
    const slot = segment === undefined ? -1 : findSlot(segment, pin);
    return segment === undefined || slot < 0 ? undefined : { segment, place: placeOf(segment, slot) };
  }

  close(): void {
    this.#port.close();
    this.#segments.fill(undefined);
  }

  /**
   * Takes what the writer has sent, during a lookup and without the event loop. The writer sends before it
   * raises the number, so there is no waiting; if nothing has arrived, it has closed and no pin is valid any
   * more. The event loop may have delivered the message before the number was raised: then this table is
   * ahead, and nothing is missing. The comparison works even when the number wraps.
   */
  #catchUp(): void {
    const wanted = Atomics.load(this.#control, 0);
    while (((wanted - this.#generation) | 0) > 0) {
      const received = receiveMessageOnPort(this.#port) as { message: PinUpdate } | undefined;
      if (received === undefined) {
        this.#segments.fill(undefined);
        this.#generation = wanted;
        return;
      }
      this.#apply(received.message);
    }
  }

  #apply({ generation, segments }: PinUpdate): void {
    for (const [index, segment] of segments) this.#segments[index] = segment && openSegment(segment);
    this.#generation = generation;
  }
}
