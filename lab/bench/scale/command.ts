import { lostwaxCommand } from '../../../tools/testing/authority.ts';
import { startProgram } from '../../../tools/testing/program.ts';
import { residentBytes } from '../memory.ts';

const EVERY_MILLISECONDS = 100;

/** What a command took. */
export interface Taken {
  readonly seconds: number;
  /** Its peak of resident memory. */
  readonly peakBytes: number;
}

/**
 * Runs the `lostwax` command to its end.
 *
 * @throws Error with its output, unless it exits with 0.
 */
export async function lostwax(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Taken> {
  const began = performance.now();
  const { child, output } = startProgram(process.execPath, [lostwaxCommand, ...args, '--json'], {
    ...process.env,
    ...env,
  });
  let peakBytes = 0;
  const sample = setInterval(() => {
    // It may just have ended.
    try {
      peakBytes = residentBytes([child.pid ?? 0], 'VmHWM');
    } catch {}
  }, EVERY_MILLISECONDS);
  const [code] = await new Promise<unknown[]>((resolve) => child.once('close', (...ended) => resolve(ended)));
  clearInterval(sample);
  if (code !== 0) throw new Error(`lostwax ${args[0]} ended with ${code}:\n${output()}`);
  return { seconds: (performance.now() - began) / 1_000, peakBytes };
}
