import type { ReaderRow } from '../rows.ts';

/** Reads of registered gateways and gates. There are few: the authority keeps them all in memory. */
export interface ReaderReads {
  /** All of every workspace, oldest first. */
  all(): Promise<readonly ReaderRow[]>;
  byName(workspaceId: number, name: string): Promise<ReaderRow | undefined>;
}

export interface ReaderQueries extends ReaderReads {
  /** @throws What the database throws when the workspace has a reader with this name; see {@link ReaderReads.byName}. */
  insert(row: ReaderRow): Promise<void>;
  /** @returns The reader as it is now; undefined when the workspace has none with this ID. */
  update(
    workspaceId: number,
    id: string,
    change: Partial<Pick<ReaderRow, 'name' | 'refresh_seconds'>>,
  ): Promise<ReaderRow | undefined>;
  /** @returns The reader that was removed; undefined when the workspace has none with this ID. */
  remove(workspaceId: number, id: string): Promise<ReaderRow | undefined>;
}
