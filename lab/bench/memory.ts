import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from './rounds.ts';

const EVERY_MILLISECONDS = 200;

/**
 * Bytes that processes use now (`VmRSS`) or used at their peak (`VmHWM`), according to the kernel.
 *
 * @throws Error if one of them has ended.
 */
export function residentBytes(pids: readonly number[], what: 'VmRSS' | 'VmHWM'): number {
  return pids.reduce((sum, pid) => {
    // An ended process that its parent hasn't reaped yet has a status, but no memory.
    const kibibytes = new RegExp(`${what}:\\s+(\\d+)`).exec(statusOf(pid))?.[1];
    if (kibibytes === undefined) throw new Error(`The measured process ${pid} has ended.`);
    return sum + Number(kibibytes) * 1_024;
  }, 0);
}

/** Makes `VmHWM` the peak of what processes use from now on (Linux, proc_pid_clear_refs(5)). */
export function restartPeak(pids: readonly number[]): void {
  for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Watches the machine's free memory until the signal aborts.
 *
 * @throws Error once less than the given amount is free.
 */
export async function watchMemory(leastLeftBytes: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const left = availableBytes();
    if (left < leastLeftBytes)
      throw new Error(
        `The machine had ${gibibytes(left)} of memory left; ${gibibytes(leastLeftBytes)} must stay free.`,
      );
    await delay(EVERY_MILLISECONDS, undefined, { signal }).catch(() => {});
  }
}

/**
 * Samples the memory of processes while `work` is in progress.
 *
 * @returns The result of the work, and the median in bytes.
 * @throws Error if one of the processes ended, which is then also why the work failed; otherwise, the work's own error.
 */
export async function medianResidentBytes<T>(
  pids: readonly number[],
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly bytes: number }> {
  const over = new AbortController();
  const working = work().finally(() => over.abort());
  // Once a process has ended, nobody waits for the work.
  working.catch(() => {});
  const samples = await residentSamples(pids, over.signal);
  return { result: await working, bytes: median(samples) };
}

/** The last sample is taken once the signal has aborted. */
async function residentSamples(pids: readonly number[], signal: AbortSignal): Promise<number[]> {
  const samples: number[] = [];
  for (;;) {
    samples.push(residentBytes(pids, 'VmRSS'));
    if (signal.aborted) return samples;
    await delay(EVERY_MILLISECONDS, undefined, { signal }).catch(() => {});
  }
}

function availableBytes(): number {
  return Number(/MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1_024;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
