import { withKey } from '../bench/load/load.ts';
import { Pool } from '../bench/load/pool.ts';
import { untilRefused } from '../bench/revocation/watch.ts';
import { percentile } from '../bench/rounds.ts';
import type { House } from './house.ts';
import type { ComparedMethod } from './methods.ts';

export interface Delays {
  readonly p50: number;
  readonly p99: number;
}

const LIMIT_MS = 10_000;

/** Milliseconds from the answer to a revocation until the gate refuses the key. */
export async function revocationDelays(
  house: House,
  { name, bearer }: ComparedMethod,
  count: number,
): Promise<Delays> {
  const held = await house.issue(name, count);
  const pool = await Pool.open(`${house.gate.url}/verify`, 2);
  try {
    const delays: number[] = [];
    for (const one of held) {
      const token = await bearer(one, house.place);
      await accepted(pool, token);
      const refused = untilRefused(pool, token);
      await house.revoke(one);
      const answered = performance.now();
      delays.push(Math.max(0, (await refused) - answered));
    }
    return { p50: percentile(delays, 0.5), p99: percentile(delays, 0.99) };
  } finally {
    pool.close();
  }
}

/** Waits until the gate knows the key. */
async function accepted(pool: Pool, secret: string): Promise<void> {
  const begin = performance.now();
  while ((await pool.ask(withKey(secret))) !== 200)
    if (performance.now() - begin > LIMIT_MS) throw new Error('The gate does not accept a new key.');
}
