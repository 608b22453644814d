import type { NewWorkspaceRow, WorkspaceImageRow, WorkspaceRow } from '../rows.ts';

/** Where a workspace's changes stand. */
export type HeadRow = Pick<WorkspaceRow, 'lineage' | 'epoch' | 'seq' | 'digest'>;

type ImageKind = WorkspaceImageRow['kind'];
type Image = Pick<WorkspaceImageRow, 'type' | 'bytes'>;

/** Reads of workspaces. There are at most some thousands, and none is ever deleted or renamed. */
export interface WorkspaceReads {
  /** One look at an index. */
  bySlug(slug: string): Promise<WorkspaceRow | undefined>;
  /** One look at an index. */
  byId(id: number): Promise<WorkspaceRow | undefined>;
  /** Those of these slugs that exist, in no particular order. At most 500 slugs. */
  bySlugs(slugs: readonly string[]): Promise<readonly WorkspaceRow[]>;
  /** All of them, oldest first. */
  all(): Promise<readonly WorkspaceRow[]>;
  /** A workspace that already has this slug or this key ID prefix. */
  taken(slug: string, prefix: string): Promise<Pick<WorkspaceRow, 'slug' | 'prefix'> | undefined>;
  /** The head of the change feed; undefined for no such workspace. One look at an index: every verifier asks every few seconds. */
  head(id: number): Promise<HeadRow | undefined>;
  /** The `allowed_origins` of the workspaces that have any: of the one with this slug, or of all with null. */
  allowedOrigins(slug: string | null): Promise<readonly string[]>;
  /** An image for the customer's pages. */
  image(id: number, kind: ImageKind): Promise<Image | undefined>;
}

/** What can change in a workspace's row by itself. Its heads move with the rows they count. */
export type WorkspaceChange = Partial<
  Omit<
    WorkspaceRow,
    | 'id'
    | 'slug'
    | 'prefix'
    | 'issuer'
    | 'sentinel'
    | 'created_at'
    | keyof HeadRow
    | keyof AuditHead
    | 'live_keys'
  >
>;

type AuditHead = Pick<WorkspaceRow, 'audit_seq' | 'audit_hash'>;

export interface WorkspaceQueries extends WorkspaceReads {
  /** @throws What the database throws when the slug or prefix is taken; see {@link WorkspaceReads.taken}. */
  insert(row: NewWorkspaceRow): Promise<WorkspaceRow>;
  update(id: number, change: WorkspaceChange): Promise<void>;
  /** Replaces one image, or removes it with null. */
  putImage(id: number, kind: ImageKind, image: Image | null): Promise<void>;
  /** Moves both heads, in the transaction that writes the rows they count. */
  moveHeads(id: number, heads: Pick<WorkspaceRow, 'seq' | 'digest' | 'live_keys'> & AuditHead): Promise<void>;
  /** Begins a new history at number 0, with the digest and the number of the keys that are published now. Reads every published pin of the workspace. */
  beginHistory(id: number, history: Pick<WorkspaceRow, 'lineage' | 'epoch'>): Promise<void>;
}
