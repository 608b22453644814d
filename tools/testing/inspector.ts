import assert from 'node:assert/strict';
import type { Program } from './program.ts';
import { until } from './until.ts';

const SOON_MS = 10_000;

/** Sends a `lostwax` program the signal that makes Node open its inspector, and asserts that the inspector stays closed. */
export async function assertNoInspector(program: Program): Promise<void> {
  program.child.kill('SIGUSR1');
  await until('it has taken the signal', SOON_MS, () => /SIGUSR1 is ignored|Debugger/.test(program.output()));
  assert.doesNotMatch(program.output(), /Debugger listening/);
  assert.ok(program.running(), program.output());
}
