import { after, before } from 'node:test';
import { type Echo, type Seen, startEcho } from '../../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { ask, type HeaderLine } from '../../../../tools/testing/request.ts';
import type { RunningServer } from '../../../../tools/testing/server.ts';
import { until } from '../../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from './house.ts';
import { configuration, type Recipe, type Variation } from './recipes.ts';

const SOON_MS = 10_000;

/** What runs during the tests of a suite: a client calls `front`, which asks `gate` and forwards to `api`. */
export interface Behind {
  readonly house: House;
  readonly gate: RunningGate;
  readonly api: Echo;
  readonly front: RunningServer;
  /** A key with the scopes `orders:read orders:write`. */
  readonly key: TestKey;
  /** A key that the gateway has accepted before. */
  issue(body?: object): Promise<TestKey>;
  /** Starts another gateway with the same configuration; the caller stops it. */
  start(variation?: Variation, asked?: RunningGate): Promise<RunningServer>;
  /** The status of a GET through the gateway. */
  status(...lines: HeaderLine[]): Promise<number>;
  /** What the API sees of a GET that must get through. */
  seen(...lines: HeaderLine[]): Promise<Seen>;
}

/**
 * Starts everything before the suite's tests and stops it after them. Its members can be read from the first
 * test on.
 *
 * @param flags - Flags for the gate, besides those of the recipe.
 */
export function behind(
  recipe: Recipe,
  program: string,
  variation: Variation = {},
  flags: readonly string[] = [],
): Behind {
  const it = {} as { -readonly [Name in keyof Behind]: Behind[Name] };
  before(async () => {
    it.house = await makeHouse();
    it.key = await it.house.issue();
    it.api = await startEcho();
    it.gate = await startGate(['--issuer', it.house.issuer, ...recipe.flags(it.api), ...flags]);
    await gateReady(it.gate);
    it.front = await it.start(variation);
  });
  after(async () => {
    await it.front?.stop();
    await it.api?.stop();
    await it.gate?.stop();
    await it.house?.end();
  });
  it.start = (other, asked = it.gate) =>
    recipe.start(program, (port) => configuration(recipe, port, asked, it.api, other));
  it.status = async (...lines) => (await ask(`${it.front.url}/orders?x=1`, lines)).status;
  it.seen = async (...lines) => {
    const { status, text } = await ask(`${it.front.url}/orders?x=1`, lines);
    if (status !== 200) throw new Error(`${status}: ${text}\n${it.front.log()}`);
    return JSON.parse(text) as Seen;
  };
  it.issue = async (body) => {
    const key = await it.house.issue(body);
    await until('it is accepted', SOON_MS, async () => (await it.status(['X-Api-Key', key.token])) === 200);
    return key;
  };
  return it;
}
