import { Pool } from '../bench/load/pool.ts';
import { untilRefused } from '../bench/revocation/watch.ts';
import { percentile } from '../bench/rounds.ts';
import { type EnvoyWorkspace, startCheckingEnvoy } from './envoy.ts';
import { type House, SLUG } from './house.ts';
import type { ComparedMethod } from './methods.ts';

/** Milliseconds from the answer to a revocation until the key is refused. */
export interface Delays {
  readonly p50: number;
  readonly p99: number;
}

/** At Envoy also: `never` until the key expires. */
export type EnvoyDelays = Delays | 'never';

const LIMIT_MS = 10_000;
/** The shortest that a configuration can have: Envoy fetches the key set every second. */
const SHORTEST_SECONDS = 2;
/** Keys that are revoked at an Envoy. Each waits for a fetch, so all wait at the same time. */
const AT_ENVOY = 50;
/** A key that is still accepted after so many fetches is accepted for good. */
const NEVER_MS = 3 * SHORTEST_SECONDS * 1_000;

/** Revokes keys one after the other. */
export async function revocationDelays(house: House, method: ComparedMethod, count: number): Promise<Delays> {
  const { held } = await house.issue(method, count);
  const pool = await Pool.open(`${house.gate.url}/verify`, 2);
  try {
    const delays: number[] = [];
    for (const one of held) {
      const lines = await method.lines(one, house.place);
      await accepted(pool, lines);
      const refused = untilRefused(pool, lines);
      await house.revoke(one);
      const answered = performance.now();
      delays.push(Math.max(0, (await refused) - answered));
    }
    return delaysOf(delays);
  } finally {
    pool.close();
  }
}

/** The same at an Envoy that checks the method by itself. */
export async function envoyRevocationDelays(
  house: House,
  method: ComparedMethod,
  program: string | undefined,
): Promise<EnvoyDelays | undefined> {
  if (method.plainGateway === 'no' || program === undefined) return undefined;
  const { held } = await house.issue(method, AT_ENVOY);
  const workspace = await house.authority.call<EnvoyWorkspace>('GET', `/v1/workspaces/${SLUG}`);
  const envoy = await startCheckingEnvoy(program, workspace, AT_ENVOY, SHORTEST_SECONDS);
  const pool = await Pool.open(envoy.url, AT_ENVOY);
  try {
    const delays = await Promise.all(
      held.map(async (one, at) => {
        const lines = await method.lines(one, house.place);
        await accepted(pool, lines);
        // Spread over two fetches.
        await new Promise((resolve) => setTimeout(resolve, (at * SHORTEST_SECONDS * 1_000) / AT_ENVOY));
        await house.revoke(one);
        const answered = performance.now();
        const refused = await Promise.race([untilRefused(pool, lines), never()]);
        return refused === undefined ? undefined : Math.max(0, refused - answered);
      }),
    );
    const known = delays.filter((delay) => delay !== undefined);
    return known.length === 0 ? 'never' : delaysOf(known);
  } finally {
    pool.close();
    await envoy.stop();
  }
}

function never(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), NEVER_MS).unref());
}

function delaysOf(delays: readonly number[]): Delays {
  return { p50: percentile(delays, 0.5), p99: percentile(delays, 0.99) };
}

/** Waits until the key is known. */
async function accepted(pool: Pool, lines: string): Promise<void> {
  const begin = performance.now();
  while ((await pool.ask(lines)) !== 200)
    if (performance.now() - begin > LIMIT_MS) throw new Error('A new key is not accepted.');
}
