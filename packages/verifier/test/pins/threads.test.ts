import assert from 'node:assert/strict';
import { once } from 'node:events';
import { it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { PinTable } from '../../src/pin-table.ts';
import type { PinWords } from '../../src/pins/words.ts';
import {
  CHANGING,
  FILLERS,
  PRESENT,
  plannedPin,
  type ReaderReport,
  WAS_ADDED,
} from '../support/thread-plan.ts';

const READERS = 2;
const SECONDS = Number(process.env['LOSTWAX_THREADS_SECONDS'] ?? 4);
const SLICE_MILLISECONDS = 20;
/** Turns of the changing pins between two steps of the fillers, and pins per step. */
const ROUNDS = 5;
const STEP = 2_000;
/** However slow the machine: the table must have grown, shrunk and been replaced while readers used it. */
const LEAST_CYCLES = 2;
const LIMIT_SECONDS = 60;

for (const withRecords of [false, true]) {
  const what = withRecords ? 'pins and records' : 'pins';
  it(`threads that read ${what} never see a removed or mixed entry, or miss one, while the table changes`, async () => {
    const table = new PinTable({ withRecords });
    for (let number = PRESENT.start; number < PRESENT.end; number++)
      table.add(plannedPin(number), record(number));
    // Of each pair one is present and the other not, so that each takes the place of the other.
    const states = new Int32Array(new SharedArrayBuffer(4 * (CHANGING.end - CHANGING.start)));
    for (let number = CHANGING.start; number < CHANGING.end; number += 2) {
      table.add(plannedPin(number), record(number));
      states[number - CHANGING.start] = WAS_ADDED;
    }
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const workers = await Promise.all(
      Array.from({ length: READERS }, () => startReader(table, states, stop, withRecords)),
    );
    const reports = workers.map(async (worker) => (await once(worker, 'message'))[0] as ReaderReport);
    try {
      const write = writer(table, states);
      const began = performance.now();
      const end = began + (SECONDS / 2) * 1000;
      while (performance.now() < end || write.cycles() < LEAST_CYCLES) {
        assert.ok(performance.now() < began + LIMIT_SECONDS * 1000, `only ${write.cycles()} cycles`);
        const slice = performance.now() + SLICE_MILLISECONDS;
        while (performance.now() < slice) write.turn();
        await setImmediate();
      }
    } finally {
      Atomics.store(stop, 0, 1);
    }
    for (const { lookUps, judged, ...wrong } of await Promise.all(reports)) {
      assert.deepEqual(wrong, { missed: 0, invented: 0, resurrected: 0, lost: 0, wrongRecords: 0 });
      assert.ok(lookUps > 100_000 && judged > 10_000, `only ${lookUps} look-ups, ${judged} judged`);
    }
    table.close();
  });
}

const record = (number: number) => Buffer.from(JSON.stringify({ number, fill: 'x'.repeat(number % 100) }));

async function startReader(
  table: PinTable,
  states: Int32Array,
  stop: Int32Array,
  withRecords: boolean,
): Promise<Worker> {
  const shared = table.share();
  const worker = new Worker(new URL('../support/pin-reader-worker.ts', import.meta.url), {
    workerData: { shared, states, stop, withRecords },
    transferList: [shared.port],
  });
  await once(worker, 'message');
  return worker;
}

/**
 * One turn is a few thousand changes. Each is announced before and after, and fillers cause the segments to
 * be rewritten.
 */
function writer(table: PinTable, states: Int32Array): { turn: () => void; cycles: () => number } {
  const pins = Array.from({ length: FILLERS.end }, (_, number) => plannedPin(number));
  let filler = FILLERS.start;
  let fills = true;
  let turns = 0;
  let cycles = 0;
  const change = (number: number): void => {
    const cell = number - CHANGING.start;
    const pin = pins[number] as PinWords;
    Atomics.add(states, cell, 1);
    if (table.has(pin)) table.remove(pin);
    else table.add(pin, record(number));
    Atomics.add(states, cell, 1);
  };
  const turn = (): void => {
    for (let round = 0; round < ROUNDS; round++) {
      for (let number = CHANGING.start; number < CHANGING.end; number++) change(number);
    }
    for (let step = 0; step < STEP; step++) {
      const pin = pins[filler++] as PinWords;
      if (fills) table.add(pin, record(filler));
      else table.remove(pin);
      if (filler < FILLERS.end) continue;
      filler = FILLERS.start;
      fills = !fills;
      if (fills) cycles++;
    }
    if (++turns % 4 === 0) table.takeOver(copyOf(table, pins));
  };
  return { turn, cycles: () => cycles };
}

/** As after a new snapshot. */
function copyOf(table: PinTable, pins: readonly PinWords[]): PinTable {
  const copy = new PinTable({ withRecords: table.withRecords });
  copy.reserve(table.size, table.size * 100);
  for (const [number, pin] of pins.entries()) if (table.has(pin)) copy.add(pin, record(number));
  return copy;
}
