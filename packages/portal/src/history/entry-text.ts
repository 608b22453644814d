import type { AuditEntry } from '@lostwax/client';

/** Whether the entry is of a key that was brought in from another system. */
export function isImport({ action, details }: AuditEntry): boolean {
  return action === 'key.issue' && details['imported'] === true;
}

/** One of an entry's personal texts; undefined if it has none or they were erased. */
export function textOf(entry: AuditEntry, member: string): string | undefined {
  const value = entry.texts?.[member];
  return typeof value === 'string' ? value : undefined;
}
