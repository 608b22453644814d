import { readFileSync } from 'node:fs';

/** What Linux calls this start of the machine, or undefined where there is no such thing. */
export function readBootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
