import type { RequestRow } from '../rows.ts';

/** Reads of requests that were sent with an `Idempotency-Key`. */
export interface RequestReads {
  find(workspaceId: number, request: Uint8Array): Promise<RequestRow | undefined>;
  /** At most `most` requests from before a time, in no particular order. */
  before(at: number, most: number): Promise<readonly RequestRow[]>;
}

export interface RequestQueries extends RequestReads {
  /** @throws The database's error if the workspace already has this request. */
  insert(row: RequestRow): Promise<void>;
  remove(rows: readonly Pick<RequestRow, 'workspace_id' | 'request'>[]): Promise<void>;
}
