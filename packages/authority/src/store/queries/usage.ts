import type { CallsRow, UsageRow } from '../rows.ts';

/** A count stays there once it is reached: a larger one could not be read back exactly, and then not at all. */
export const MOST_USES: number = Number.MAX_SAFE_INTEGER;

/** Calls in an hour since the Unix epoch. */
export type HourCount = Pick<UsageRow, 'hour' | 'count'>;

/** Reads of the calls that gates have reported: of each key, and of each workspace. */
export interface UsageReads {
  /** Hours of a key from one on, oldest first. Hours without a call have no row. */
  ofKey(keyId: number, fromHour: number): Promise<readonly HourCount[]>;
  /** The same of a workspace. */
  ofWorkspace(workspaceId: number, fromHour: number): Promise<readonly HourCount[]>;
  /** Whether any call was ever reported, and is still kept. */
  any(workspaceId: number): Promise<boolean>;
  /** At most `most` hours of keys before one, in no particular order. */
  keysBefore(hour: number, most: number): Promise<readonly Pick<UsageRow, 'key_id' | 'hour'>[]>;
  /** The same of workspaces. */
  workspacesBefore(hour: number, most: number): Promise<readonly Pick<CallsRow, 'workspace_id' | 'hour'>[]>;
}

export interface UsageQueries extends UsageReads {
  /** Adds calls to an hour of a key. A count stays at 2^53 - 1 once it is there. */
  addToKey(keyId: number, hour: number, count: number): Promise<void>;
  /** The same for a workspace. */
  addToWorkspace(workspaceId: number, hour: number, count: number): Promise<void>;
  removeOfKeys(rows: readonly Pick<UsageRow, 'key_id' | 'hour'>[]): Promise<void>;
  removeOfWorkspaces(rows: readonly Pick<CallsRow, 'workspace_id' | 'hour'>[]): Promise<void>;
}
