import { Pool } from '../bench/load/pool.ts';
import { untilAnswer } from '../bench/revocation/watch.ts';
import { percentile } from '../bench/rounds.ts';
import { type EnvoyWorkspace, startCheckingEnvoy } from './envoy.ts';
import { type House, SLUG } from './house.ts';
import type { ComparedMethod, Held } from './methods.ts';
import { tlsOf } from './tls-door.ts';

/** Milliseconds from the answer to a revocation until the key is refused. */
export interface Delays {
  readonly p50: number;
  readonly p99: number;
}

/** In an unmodified Envoy: `never` means not before the key expires. */
export type EnvoyDelays = Delays | 'never' | 'not accepted';

/** Envoy needs two fetches at most. */
const LIMIT_MS = 6_000;
/** The shortest that a configuration can have: Envoy fetches the key set every second. */
const SHORTEST_SECONDS = 2;
/** Keys that are revoked at an Envoy. Each waits for a fetch, so all wait at the same time. */
const AT_ENVOY = 50;
/** A key that is still accepted after so many fetches is accepted for good. */
const NEVER_MS = 3 * SHORTEST_SECONDS * 1_000;

/** Revokes keys one after the other. */
export async function revocationDelays(house: House, method: ComparedMethod, count: number): Promise<Delays> {
  const { held } = await house.issue(method, count);
  const open = (one?: Held): Promise<Pool> =>
    Pool.open(`${house.gate.url}/verify`, 2, tlsOf(house.door, one));
  // A certificate belongs to a connection, so each needs its own.
  const shared = method.tls ? undefined : await open();
  try {
    const delays: number[] = [];
    for (const one of held) {
      const pool = shared ?? (await open(one));
      const lines = await method.lines(one, house.place);
      await accepted(pool, lines);
      const refused = untilAnswer(pool, lines, 401);
      await house.revoke(one);
      const answered = performance.now();
      delays.push(Math.max(0, (await refused) - answered));
      if (pool !== shared) pool.close();
    }
    return delaysOf(delays);
  } finally {
    shared?.close();
  }
}

/** The same in an unmodified Envoy, if it accepts keys of this method at all. Undefined if it isn't installed. */
export async function envoyRevocationDelays(
  house: House,
  method: ComparedMethod,
  program: string | undefined,
): Promise<EnvoyDelays | undefined> {
  if (program === undefined) return undefined;
  const { held } = await house.issue(method, AT_ENVOY);
  const workspace = await house.authority.call<EnvoyWorkspace>('GET', `/v1/workspaces/${SLUG}`);
  const envoy = await startCheckingEnvoy(program, workspace, AT_ENVOY, SHORTEST_SECONDS);
  const pool = await Pool.open(envoy.url, AT_ENVOY);
  try {
    const lines = await Promise.all(held.map((one) => method.lines(one, house.place)));
    if (!(await isAccepted(pool, lines[0] ?? ''))) return 'not accepted';
    const delays = await Promise.all(
      held.map(async (one, at) => {
        const own = lines[at] ?? '';
        await accepted(pool, own);
        // Spread over two fetches.
        await new Promise((resolve) => setTimeout(resolve, (at * SHORTEST_SECONDS * 1_000) / AT_ENVOY));
        await house.revoke(one);
        const answered = performance.now();
        const refused = await Promise.race([untilAnswer(pool, own, 401), never()]);
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
  if (!(await isAccepted(pool, lines))) throw new Error('A new key is not accepted.');
}

async function isAccepted(pool: Pool, lines: string): Promise<boolean> {
  const begin = performance.now();
  while ((await pool.ask(lines)) !== 200) if (performance.now() - begin > LIMIT_MS) return false;
  return true;
}
