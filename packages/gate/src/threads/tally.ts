import { answerCodes, type CountedCode } from '../problems.ts';

/** Entry points of the gate, as in the metric's label. */
const doors = ['http', 'grpc', 'proxy'] as const;
export type DoorName = (typeof doors)[number];

const places = new Map(answerCodes.map((code, place) => [code, place]));
const BYTES = doors.length * answerCodes.length * Float64Array.BYTES_PER_ELEMENT;

/**
 * Counts the answers of one thread, in memory that the main thread reads when metrics are collected. Only one
 * thread writes, so plain addition is enough; whole numbers are exact up to 2^53.
 */
export class Tally {
  readonly #cells: Float64Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(BYTES)) {
    this.#cells = new Float64Array(buffer);
  }

  get buffer(): SharedArrayBuffer {
    return this.#cells.buffer as SharedArrayBuffer;
  }

  /** Returns a function that increments the row of one entry point. */
  counter(door: DoorName): (code: CountedCode) => void {
    const cells = this.#cells;
    const row = doors.indexOf(door) * answerCodes.length;
    return (code) => {
      const cell = row + (places.get(code) as number);
      cells[cell] = (cells[cell] as number) + 1;
    };
  }

  /** Calls `each` for every count that is not zero. */
  read(each: (door: DoorName, code: string, value: number) => void): void {
    for (const [row, door] of doors.entries()) {
      for (const [place, code] of answerCodes.entries()) {
        const value = this.#cells[row * answerCodes.length + place] as number;
        if (value > 0) each(door, code, value);
      }
    }
  }
}

const notRefused = new Set<string>(['accepted', 'open', 'not_found', 'shutting_down']);

/** Requests of all threads that were refused, or that the API did not answer, by code. */
export function refusalsIn(tallies: readonly Tally[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const tally of tallies)
    tally.read((_door, code, value) => {
      if (!notRefused.has(code)) totals.set(code, (totals.get(code) ?? 0) + value);
    });
  return totals;
}
