import { answerCodes, type CountedCode } from '../problems.ts';

/** Ways into the gate, as the metric's label names them. */
const doors = ['http', 'grpc', 'proxy'] as const;
export type DoorName = (typeof doors)[number];

const places = new Map(answerCodes.map((code, place) => [code, place]));
const BYTES = doors.length * answerCodes.length * Float64Array.BYTES_PER_ELEMENT;

/**
 * Counts answers of one thread, in memory that the main thread reads whenever somebody asks for metrics. One thread writes, so that a
 * plain addition does; whole numbers are exact in it up to 2^53.
 */
export class Tally {
  readonly #cells: Float64Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(BYTES)) {
    this.#cells = new Float64Array(buffer);
  }

  get buffer(): SharedArrayBuffer {
    return this.#cells.buffer as SharedArrayBuffer;
  }

  /** What adds to the row of one door. */
  counter(door: DoorName): (code: CountedCode) => void {
    const cells = this.#cells;
    const row = doors.indexOf(door) * answerCodes.length;
    return (code) => {
      const cell = row + (places.get(code) as number);
      cells[cell] = (cells[cell] as number) + 1;
    };
  }

  /** Calls `each` for what is not zero. */
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

/** Requests of all threads that were not let through, or not answered by the API, by code. */
export function refusalsIn(tallies: readonly Tally[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const tally of tallies)
    tally.read((_door, code, value) => {
      if (!notRefused.has(code)) totals.set(code, (totals.get(code) ?? 0) + value);
    });
  return totals;
}
