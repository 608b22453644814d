import type { ReaderRow } from '../rows.ts';

/** Reads of registered gateways and gates. There are few, so the authority keeps them all in memory. */
export interface ReaderReads {
  /** The readers of all workspaces, oldest first. */
  all(): Promise<readonly ReaderRow[]>;
  byName(workspaceId: number, name: string): Promise<ReaderRow | undefined>;
}

export interface ReaderQueries extends ReaderReads {
  /**
   * @throws The database's error if the workspace already has a reader with this name; see {@link
   * ReaderReads.byName}.
   */
  insert(row: ReaderRow): Promise<void>;
  /** @returns The updated reader; undefined if the workspace has none with this ID. */
  update(
    workspaceId: number,
    id: string,
    change: Partial<Pick<ReaderRow, 'name' | 'refresh_seconds' | 'reports'>>,
  ): Promise<ReaderRow | undefined>;
  /** @returns The removed reader; undefined if the workspace has none with this ID. */
  remove(workspaceId: number, id: string): Promise<ReaderRow | undefined>;
}
