import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { until } from '../../tools/testing/until.ts';
import type { House } from './house.ts';
import type { ComparedMethod } from './methods.ts';

/** What one key costs. */
export interface Cost {
  /** Milliseconds of one core, in batches of 1,000. */
  readonly issueMilliseconds: number;
  readonly storedBytes: number;
  readonly gateBytes: number;
}

const LIMIT_MS = 60_000;

/** Issues `count` keys and sees what has grown. */
export async function costOf(house: House, method: ComparedMethod, count: number): Promise<Cost> {
  const before = { stored: storedBytes(house), gate: await gateBytes(house), keys: await keysAt(house) };
  const { milliseconds } = await house.issue(method, count);
  await until('the gate has them', LIMIT_MS, async () => (await keysAt(house)) >= before.keys + count);
  return {
    issueMilliseconds: milliseconds / count,
    storedBytes: (storedBytes(house) - before.stored) / count,
    gateBytes: ((await gateBytes(house)) - before.gate) / count,
  };
}

function storedBytes({ data }: House): number {
  const file = join(data, 'lostwax.db');
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    database.close();
  }
  return statSync(file).size;
}

const gateBytes = ({ gate }: House): Promise<number> => gate.metric('lostwax_gate_set_bytes');
const keysAt = ({ gate }: House): Promise<number> => gate.metric('lostwax_gate_keys');
