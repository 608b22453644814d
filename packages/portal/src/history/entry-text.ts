import type { AuditEntry } from '@lostwax/client';

/** One of an entry's personal texts; undefined if it has none or they were erased. */
export function textOf(entry: AuditEntry, member: string): string | undefined {
  const value = entry.texts?.[member];
  return typeof value === 'string' ? value : undefined;
}
