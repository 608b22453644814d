import type { CallsRow, UsageRow } from '../rows.ts';

/** Counts stop here: a larger number couldn't be read back exactly. */
export const MOST_USES: number = Number.MAX_SAFE_INTEGER;

/** Calls in an hour since the Unix epoch. */
export type HourCount = Pick<UsageRow, 'hour' | 'count'>;

/** Reads of the calls that gates have reported, per key and per workspace. */
export interface UsageReads {
  /** The hours of a key from `fromHour`, oldest first. Hours without a call have no row. */
  ofKey(keyId: number, fromHour: number): Promise<readonly HourCount[]>;
  /** The hours of a workspace, likewise. */
  ofWorkspace(workspaceId: number, fromHour: number): Promise<readonly HourCount[]>;
  /** Whether there is any reported call that hasn't been deleted yet. */
  any(workspaceId: number): Promise<boolean>;
  /** At most `most` hours of keys before `hour`, in no particular order. */
  keysBefore(hour: number, most: number): Promise<readonly Pick<UsageRow, 'key_id' | 'hour'>[]>;
  /** The hours of workspaces, likewise. */
  workspacesBefore(hour: number, most: number): Promise<readonly Pick<CallsRow, 'workspace_id' | 'hour'>[]>;
}

export interface UsageQueries extends UsageReads {
  /** Adds calls to an hour of a key. A count never exceeds 2^53 - 1. */
  addToKey(keyId: number, hour: number, count: number): Promise<void>;
  /** Adds calls to an hour of a workspace, likewise. */
  addToWorkspace(workspaceId: number, hour: number, count: number): Promise<void>;
  removeOfKeys(rows: readonly Pick<UsageRow, 'key_id' | 'hour'>[]): Promise<void>;
  removeOfWorkspaces(rows: readonly Pick<CallsRow, 'workspace_id' | 'hour'>[]): Promise<void>;
}
