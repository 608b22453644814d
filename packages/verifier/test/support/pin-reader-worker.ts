/** A thread for the thread tests: looks pins up as fast as it can and counts every impossible answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { AttachedPins, type SharedPins } from '../../src/pins/attached.ts';
import { recordText } from '../../src/pins/pins.ts';
import {
  ABSENT,
  CHANGING,
  PRESENT,
  plannedPin,
  type ReaderReport,
  WAS_ADDED,
  WAS_REMOVED,
} from './thread-plan.ts';

const { shared, states, stop, withRecords } = workerData as {
  shared: SharedPins;
  states: Int32Array;
  stop: Int32Array;
  withRecords: boolean;
};
const pins = new AttachedPins(shared);
const report: ReaderReport = {
  lookUps: 0,
  missed: 0,
  invented: 0,
  resurrected: 0,
  lost: 0,
  wrongRecords: 0,
  judged: 0,
};
const known = Array.from({ length: CHANGING.end }, (_, number) => plannedPin(number));

function look(number: number): boolean {
  report.lookUps++;
  const pin = known[number] as Int32Array;
  if (!withRecords) return pins.has(pin);
  const found = pins.find(pin);
  if (found !== undefined && JSON.parse(recordText(found)).number !== number) report.wrongRecords++;
  return found !== undefined;
}

/** The state's number is read before and after. If it has not changed, the answer must match the state. */
function judge(number: number): void {
  const cell = number - CHANGING.start;
  const before = Atomics.load(states, cell);
  const there = look(number);
  if (Atomics.load(states, cell) !== before) return;
  const phase = before & 3;
  if (phase === WAS_REMOVED && there) report.resurrected++;
  if (phase === WAS_ADDED && !there) report.lost++;
  if (phase === WAS_REMOVED || phase === WAS_ADDED) report.judged++;
}

function round(): void {
  for (let number = PRESENT.start; number < PRESENT.end; number++) if (!look(number)) report.missed++;
  for (let number = ABSENT.start; number < ABSENT.end; number++) if (look(number)) report.invented++;
  for (let number = CHANGING.start; number < CHANGING.end; number++) judge(number);
}

parentPort?.postMessage('ready');
while (Atomics.load(stop, 0) === 0) round();
parentPort?.postMessage(report);
pins.close();
