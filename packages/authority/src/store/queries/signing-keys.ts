import type { NewSigningKeyRow, SigningKeyRow } from '../rows.ts';

/** Reads of signing keys. A workspace has one at a time for new keys; those before it stay as records. */
export interface SigningKeyReads {
  /** Of a workspace, newest first, at most `most`. */
  ofWorkspace(workspaceId: number, most: number): Promise<readonly SigningKeyRow[]>;
  /** The one that signs new keys of a workspace. */
  current(workspaceId: number): Promise<SigningKeyRow | undefined>;
  byKid(workspaceId: number, kid: string): Promise<SigningKeyRow | undefined>;
  /** Those of all workspaces that sign new keys. */
  allCurrent(): Promise<readonly SigningKeyRow[]>;
  /** Those of all workspaces that sign no new keys and are still published. */
  retiring(): Promise<readonly SigningKeyRow[]>;
  /** Keys of this signing key that are neither revoked nor expired at `now`; counts to `most`. One look at an index. */
  countLive(kid: string, now: number, most: number): Promise<number>;
}

export interface SigningKeyQueries extends SigningKeyReads {
  /** @returns The number that the signing key got. */
  insert(row: NewSigningKeyRow): Promise<number>;
  update(
    id: number,
    change: Partial<Omit<SigningKeyRow, 'id' | 'workspace_id' | 'kid' | 'shard' | 'algorithm' | 'jwk'>>,
  ): Promise<void>;
}
