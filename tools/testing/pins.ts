import { lostwaxCommand } from './authority.ts';
import { type Program, startProgram } from './program.ts';
import { until } from './until.ts';

const START_LIMIT_MS = 60_000;

/**
 * Starts a real `lostwax pins` in its own process and waits until it has begun.
 *
 * @param flags - All flags but `--json`.
 */
export async function startPins(flags: readonly string[]): Promise<Program> {
  const program = startProgram(process.execPath, [lostwaxCommand, 'pins', '--json', ...flags]);
  try {
    await until('lostwax pins has begun', START_LIMIT_MS, () => {
      if (!program.running()) throw new Error(`lostwax pins ended:\n${program.output()}`);
      return /^\{"issuer".*\}$/m.test(program.output());
    });
  } catch (error) {
    await program.stop('SIGKILL');
    throw error;
  }
  return program;
}
