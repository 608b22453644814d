import { readFileSync } from 'node:fs';

const LOOK_MILLISECONDS = 500;

/**
 * Resolves when the process that started this one is gone, or the one that started that: npx runs a command by a shell, and when npx is killed the
 * shell lives on.
 */
export function parentsGone(): Promise<void> {
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (process.ppid === parent && parentOf(parent) === grandparent) return;
      clearInterval(timer);
      resolve();
    }, LOOK_MILLISECONDS);
    timer.unref();
  });
}

/** From Linux's /proc; undefined elsewhere, and if the process has ended. */
export function parentOf(pid: number): number | undefined {
  try {
    // The name before it can itself contain spaces and parentheses.
    const [, ppid] = /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return ppid === undefined ? undefined : Number(ppid);
  } catch {
    return undefined;
  }
}
