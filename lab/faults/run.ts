import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gateReady, type RunningGate, startGate } from '../../tools/testing/gate.ts';
import { makeRandom } from '../../tools/testing/random.ts';
import { Acknowledged } from './acknowledged.ts';
import { checkDatabase, checkGate, checkRevoked } from './check.ts';
import { startClients } from './clients.ts';
import type { Deployment, Scenario } from './deployment.ts';

/** How far a series of rounds has come. */
export interface Progress {
  readonly rounds: number;
  readonly acknowledged: number;
  /** Requests whose connection broke, or whose answer said that the outcome is unknown. */
  readonly unanswered: number;
  readonly keys: number;
  /** Gate answers that were checked. */
  readonly answers: number;
}

const nothingYet: Progress = { rounds: 0, acknowledged: 0, unanswered: 0, keys: 0, answers: 0 };

/** Longest time from the first request to the fault. */
const LONGEST_MS = 400;
const SHORTEST_MS = 20;

/**
 * Runs rounds of a scenario until there are `rounds` of them.
 *
 * @param seed - Determines what is done in each round; the exact timing depends on the machine.
 * @param begun - Where an earlier run of the same seed ended.
 * @param done - Called after each deployment, whose rounds then count.
 * @throws Error that names the broken promise, the seed and the round.
 */
export async function runScenario(
  scenario: Scenario,
  {
    seed,
    rounds,
    begun = nothingYet,
  }: { readonly seed: number; readonly rounds: number; readonly begun?: Progress },
  done: (progress: Progress) => void = () => {},
): Promise<Progress> {
  let progress = begun;
  while (progress.rounds < rounds) {
    const last = Math.min(rounds, progress.rounds + scenario.roundsEach);
    progress = await oneDeployment(scenario, seed, progress, last);
    done(progress);
  }
  return progress;
}

async function oneDeployment(
  scenario: Scenario,
  seed: number,
  begun: Progress,
  last: number,
): Promise<Progress> {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-faults-'));
  const model = new Acknowledged();
  let deployment: Deployment | undefined;
  let gate: RunningGate | undefined;
  let { rounds, answers } = begun;
  try {
    deployment = await scenario.deploy(folder);
    const [first] = deployment.authorities;
    if (first === undefined) throw new Error('There is no authority.');
    await first.call('POST', '/v1/workspaces', { slug: 'acme' });
    const feeds = deployment.authorities.flatMap(({ port }) => ['--feed', `http://localhost:${port}/acme`]);
    gate = await startGate(['--issuer', `http://localhost:${first.port}/acme`, ...feeds]);
    await gateReady(gate);
    for (; rounds < last; rounds += 1) {
      // A seed of its own for each round, so that a run that resumes does the same.
      const random = makeRandom(seed * 100_003 + rounds);
      const stop = startClients(() => deployment?.authorities ?? [], model, random);
      await delay(random.whole(SHORTEST_MS, LONGEST_MS));
      try {
        await deployment.strike(random);
      } finally {
        await stop();
      }
      answers += await checkRevoked(gate, model, random);
      await checkDatabase(deployment, model);
      answers += await checkGate(gate, model, rounds + 1 === last);
    }
  } catch (error) {
    (error as Error).message =
      `${scenario.name}, seed ${seed}, round ${rounds + 1}: ${(error as Error).message}`;
    throw error;
  } finally {
    await gate?.stop('SIGKILL');
    await deployment?.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    rounds,
    acknowledged: begun.acknowledged + model.acknowledged,
    unanswered: begun.unanswered + model.unanswered,
    keys: begun.keys + model.keys.size,
    answers,
  };
}
