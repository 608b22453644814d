import { startPins } from '../../../tools/testing/pins.ts';
import type { Program } from '../../../tools/testing/program.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { residentBytes } from '../memory.ts';
import { boundRow, type Row } from '../report.ts';
import type { BenchSet } from '../sets.ts';

const LIMIT_MS = 120_000;

/** A gateway that is measured. */
export interface MeasuredGateway {
  readonly url: string;
  readonly pids: readonly number[];
}

/** What is fed to which table, and what it may take. */
export interface Feeding {
  /** The product's own spelling. */
  readonly name: string;
  readonly gateway: MeasuredGateway;
  readonly set: BenchSet;
  readonly feedKeyFile: string;
  /** As in `lostwax pins --to`. */
  readonly to: string;
  readonly mostSeconds: number;
  /** For each key. */
  readonly mostBytes: number;
}

/** Starts `lostwax pins` and measures what the whole set takes. */
export async function feed(
  feeding: Feeding,
): Promise<{ readonly pins: Program; readonly rows: readonly Row[] }> {
  const { name, gateway, set, feedKeyFile, to, mostSeconds, mostBytes } = feeding;
  const empty = residentBytes(gateway.pids, 'VmRSS');
  const began = performance.now();
  const pins = await startPins(['--issuer', set.issuer, '--feed-key-file', feedKeyFile, '--to', to]);
  try {
    await until(`${name} has the set`, LIMIT_MS, async () => {
      return (await ask(gateway.url, [bearer(set.token)])).status === 200;
    });
  } catch (error) {
    await pins.stop();
    throw error;
  }
  const seconds = (performance.now() - began) / 1_000;
  const bytes = (residentBytes(gateway.pids, 'VmRSS') - empty) / set.keys;
  const n = set.keys.toLocaleString('en');
  const rows = [
    boundRow(`${name}, start of lostwax pins with ${n} keys to ready`, seconds, 's', mostSeconds),
    boundRow(`${name}, memory for each of ${n} keys`, bytes, 'bytes', mostBytes),
  ];
  return { pins, rows };
}
