import type { CustomerRow, OwnedKeyRow, WorkspaceRow } from '../rows.ts';

/**
 * Rows that a transaction has read and not changed since, so that operations that need the same ones read them once. Nobody else
 * can change them: the transaction holds the lock.
 */
export class KnownRows {
  /** By ID. */
  readonly workspaces = new Map<number, WorkspaceRow>();
  /** By key ID. */
  readonly keys = new Map<string, OwnedKeyRow>();
  /** By workspace and subject; null if there is none. */
  readonly customers = new Map<string, CustomerRow | null>();

  clear(): void {
    this.workspaces.clear();
    this.keys.clear();
    this.customers.clear();
  }
}

/** The row from memory, or from `read`, which is remembered if it exists. */
export async function known<Key, Row>(
  rows: Map<Key, Row>,
  key: Key,
  read: () => Promise<Row | undefined>,
): Promise<Row | undefined> {
  const row = rows.has(key) ? rows.get(key) : await read();
  if (row !== undefined) rows.set(key, row);
  return row;
}
