import { readdirSync } from 'node:fs';
import { parentOf } from '../../packages/cli/src/parents.ts';

/** The processes that a process has started, and those that these have (Linux). */
export function descendants(of: number): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = pids.map((pid) => [Number(pid), parentOf(Number(pid))] as const);
  const found = [of];
  // The list grows while it is walked.
  for (const one of found) for (const [pid, parent] of parents) if (parent === one) found.push(pid);
  return found.slice(1);
}
