/**
 * `npm run test:faults`: makes real processes fail at random moments while clients send requests, and checks that everything
 * acknowledged is still true afterwards (check.ts).
 *
 * A run that was interrupted, which ends it after the current round, resumes with the same seed from `.cache/faults`. `--save` adds the results to docs/figures/faults as they
 * come; `npm run bench:docs` generates the table in docs/reliability.md from them.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { forget, recall, remember, save } from './results.ts';
import { runScenario } from './run.ts';
import { scenarios } from './scenarios.ts';

const USAGE = `Usage: npm run test:faults -- [--scenario NAME] … [--count N] [--seed N] [--save]
Scenarios: ${scenarios.map(({ name }) => name).join(', ')}; without --scenario, all of them.
`;

const given = readArguments();
if (given === undefined) {
  process.stderr.write(USAGE);
  process.exit(2);
}
// All processes share the modules that one of them has compiled.
process.env['NODE_COMPILE_CACHE'] ??= '.cache/faults/compiled';
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    // The second time at once.
    if (stop.signal.aborted) process.exit(1);
    process.stderr.write('Stopping after this round.\n');
    stop.abort();
  });
for (const scenario of given.chosen) {
  if (stop.signal.aborted) break;
  if (scenario.skip !== false) {
    process.stdout.write(`${scenario.name}: skipped: ${scenario.skip}\n`);
    continue;
  }
  const rounds = given.count ?? scenario.rounds;
  const kept = recall(scenario.name, given.seed);
  const seed = given.seed ?? kept?.seed ?? randomInt(1e6);
  const begun = kept?.progress;
  const from = begun === undefined ? '' : `, resumed after round ${begun.rounds}`;
  process.stderr.write(`${scenario.name}: seed ${seed}, ${rounds} rounds${from}\n`);
  const began = performance.now();
  try {
    const progress = await runScenario(
      scenario,
      { seed, rounds, stop: stop.signal, ...(begun !== undefined && { begun }) },
      (now) => {
        remember(scenario.name, { seed, progress: now });
        if (given.save) save(scenario.name, { seed, progress: now });
        const seconds = Math.round((performance.now() - began) / 1_000);
        process.stderr.write(`  ${now.rounds} rounds, ${now.acknowledged} acknowledged, ${seconds} s\n`);
      },
    );
    process.stdout.write(`${JSON.stringify({ scenario: scenario.name, seed, ...progress })}\n`);
    if (progress.rounds === rounds) forget(scenario.name, seed);
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exitCode = 1;
  }
}
// After a round that was given up, something may still hang.
process.exit();

/** `undefined` if they are invalid or help is requested. */
function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        scenario: { type: 'string', multiple: true },
        count: { type: 'string' },
        seed: { type: 'string' },
        save: { type: 'boolean', default: false },
      },
    });
    const [count, seed] = [wholeNumber(values.count), wholeNumber(values.seed)];
    const names = values.scenario ?? scenarios.map(({ name }) => name);
    const chosen = names.map((name) => scenarios.find((scenario) => scenario.name === name));
    if (chosen.includes(undefined)) return undefined;
    return { chosen: chosen.filter((one) => one !== undefined), count, seed, save: values.save };
  } catch {
    return undefined;
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new RangeError('Not a whole number from 1.');
  return Number(text);
}
