import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from './rounds.ts';

const EVERY_MILLISECONDS = 200;

/** Bytes that processes use now (`VmRSS`) or used at their peak (`VmHWM`), according to the kernel. */
export function residentBytes(pids: readonly number[], what: 'VmRSS' | 'VmHWM'): number {
  return pids.reduce((sum, pid) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return sum + Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1]) * 1_024;
  }, 0);
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

/** Samples the memory of processes until the signal aborts and returns the median. */
export async function medianResidentBytes(pids: readonly number[], signal: AbortSignal): Promise<number> {
  const samples: number[] = [];
  while (!signal.aborted) {
    samples.push(residentBytes(pids, 'VmRSS'));
    await delay(EVERY_MILLISECONDS, undefined, { signal }).catch(() => {});
  }
  return median(samples);
}

function availableBytes(): number {
  return Number(/MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1_024;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
