import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { descendants } from '../../../tools/testing/descendants.ts';

/**
 * Gives processes the last core, and this one and all others that it started the rest, as if they were on two machines.
 * With a single core, nothing changes.
 *
 * @returns A function that lets this process and those it starts use all cores again.
 */
export function giveOwnCore(pids: readonly number[]): () => void {
  const last = availableParallelism() - 1;
  if (last === 0) return () => {};
  for (const pid of [process.pid, ...descendants(process.pid)])
    allow(pids.includes(pid) ? `${last}` : `0-${last - 1}`, pid);
  return () => allow(`0-${last}`, process.pid);
}

/** All threads of a process, and those it starts later (taskset(1)). */
function allow(cores: string, pid: number): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, `${pid}`], { stdio: 'ignore' });
}
