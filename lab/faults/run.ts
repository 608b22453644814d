import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gateReady, type RunningGate, startGate } from '../../tools/testing/gate.ts';
import { makeRandom } from '../../tools/testing/random.ts';
import { Acknowledged } from './acknowledged.ts';
import { changeManyKeys } from './bulk-clients.ts';
import { checkDatabase, checkEnded, checkGate } from './check.ts';
import { startClients } from './clients.ts';
import type { Deployment, Scenario } from './deployment.ts';
import { within } from './within.ts';

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
const LONGEST_BULK_MS = 1_500;
const SHORTEST_MS = 20;
/** In how many rounds the gate is compared once: it takes a while to reconnect. Nothing is left out, only compared later. */
const GATE_EVERY = 4;

/** How a series of rounds is run. */
export interface Course {
  /** Determines what is done in each round; the exact timing depends on the machine. */
  readonly seed: number;
  readonly rounds: number;
  /** Where an earlier run of the same seed ended. */
  readonly begun?: Progress;
  /** In `npm test`, which can't wait long. */
  readonly isShort?: boolean;
  /** Ends the series after the current round. */
  readonly stop?: AbortSignal;
}

/**
 * Runs rounds of a scenario until there are `rounds` of them.
 *
 * @param done - Called after each deployment, whose rounds then count.
 * @throws Error that names the broken promise, the seed and the round.
 */
export async function runScenario(
  scenario: Scenario,
  course: Course,
  done: (progress: Progress) => void = () => {},
): Promise<Progress> {
  let progress = course.begun ?? nothingYet;
  while (progress.rounds < course.rounds && !isStopped(course)) {
    progress = await oneDeployment(scenario, course, progress);
    done(progress);
  }
  return progress;
}

const isStopped = ({ stop }: Course): boolean => stop?.aborted === true;

async function oneDeployment(scenario: Scenario, course: Course, begun: Progress): Promise<Progress> {
  const { seed, isShort = false } = course;
  let last = Math.min(course.rounds, begun.rounds + scenario.roundsEach);
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-faults-'));
  const model = new Acknowledged();
  let deployment: Deployment | undefined;
  let gate: RunningGate | undefined;
  let { rounds, answers } = begun;
  try {
    const running = await within('start', scenario.deploy(folder));
    deployment = running;
    const [first] = running.authorities;
    if (first === undefined) throw new Error('There is no authority.');
    await first.call('POST', '/v1/workspaces', { slug: 'acme' });
    const feeds = running.authorities.flatMap(({ port }) => ['--feed', `http://localhost:${port}/acme`]);
    const full = scenario.isBulk ? ['--feed-key-file', join(first.dataFolder, 'admin.key')] : [];
    gate = await startGate(['--issuer', `http://localhost:${first.port}/acme`, ...feeds, ...full]);
    await gateReady(gate);
    for (; rounds < last; rounds += 1) {
      // A seed of its own for each round, so that a run that resumes does the same.
      const random = makeRandom(seed * 100_003 + rounds);
      const stop = startClients(running, model, random, scenario.isBulk && changeManyKeys);
      await delay(random.whole(SHORTEST_MS, scenario.isBulk ? LONGEST_BULK_MS : LONGEST_MS));
      try {
        await within('the fault and its repair', running.strike(random, isShort));
      } finally {
        await within('the last answers to clients', stop());
      }
      answers += await within('ended keys at the gate', checkEnded(gate, model, random));
      await within('the database', checkDatabase(running, model));
      if (isStopped(course)) last = rounds + 1;
      const isLast = rounds + 1 === last;
      if (isLast || rounds % GATE_EVERY === 0)
        answers += await within('all keys at the gate', checkGate(gate, running, model, isLast));
    }
  } catch (error) {
    (error as Error).message =
      `${scenario.name}, seed ${seed}, round ${rounds + 1}: ${(error as Error).message}`;
    throw error;
  } finally {
    await within('the end', end(gate, deployment, folder)).catch((error: Error) => {
      // It must not hide why the round failed.
      process.stderr.write(`${scenario.name}, seed ${seed}, round ${rounds + 1}: ${error.message}\n`);
    });
  }
  return {
    rounds,
    acknowledged: begun.acknowledged + model.acknowledged,
    unanswered: begun.unanswered + model.unanswered,
    keys: begun.keys + model.keys.size,
    answers,
  };
}

async function end(
  gate: RunningGate | undefined,
  deployment: Deployment | undefined,
  folder: string,
): Promise<void> {
  await gate?.stop('SIGKILL');
  await deployment?.close();
  rmSync(folder, { recursive: true, force: true });
}
