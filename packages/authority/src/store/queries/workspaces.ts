import type { NewWorkspaceRow, WorkspaceImageRow, WorkspaceRow } from '../rows.ts';

/** The head of a workspace's changes. */
export type HeadRow = Pick<WorkspaceRow, 'lineage' | 'epoch' | 'seq' | 'digest'>;

type ImageKind = WorkspaceImageRow['kind'];
type Image = Pick<WorkspaceImageRow, 'type' | 'bytes'>;

/** Reads of workspaces. There are at most a few thousand, and none is ever deleted or renamed. */
export interface WorkspaceReads {
  /** One index lookup. */
  bySlug(slug: string): Promise<WorkspaceRow | undefined>;
  /** One index lookup. */
  byId(id: number): Promise<WorkspaceRow | undefined>;
  /** Returns the existing workspaces among these, in no particular order. At most 500 slugs. */
  bySlugs(slugs: readonly string[]): Promise<readonly WorkspaceRow[]>;
  /** All workspaces, oldest first. */
  all(): Promise<readonly WorkspaceRow[]>;
  /** A workspace that already has this slug or this key ID prefix. */
  taken(slug: string, prefix: string): Promise<Pick<WorkspaceRow, 'slug' | 'prefix'> | undefined>;
  /**
   * The head of the change feed; undefined if there is no such workspace. One index lookup, because every
   * verifier polls it every few seconds.
   */
  head(id: number): Promise<HeadRow | undefined>;
  /**
   * The `allowed_origins` of the workspaces that have any: of the one with this slug, or with null, of all.
   */
  allowedOrigins(slug: string | null): Promise<readonly string[]>;
  /** An image for the customer's pages. */
  image(id: number, kind: ImageKind): Promise<Image | undefined>;
}

/**
 * The columns of a workspace's row that can be changed directly. Its heads advance with the rows they count.
 */
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
  /** @throws The database's error if the slug or prefix is taken; see {@link WorkspaceReads.taken}. */
  insert(row: NewWorkspaceRow): Promise<WorkspaceRow>;
  update(id: number, change: WorkspaceChange): Promise<void>;
  /** Replaces one image, or removes it if null. */
  putImage(id: number, kind: ImageKind, image: Image | null): Promise<void>;
  /** Advances both heads, in the transaction that writes the rows they count. */
  moveHeads(id: number, heads: Pick<WorkspaceRow, 'seq' | 'digest' | 'live_keys'> & AuditHead): Promise<void>;
  /**
   * Starts a new history at number 0, with the digest and count of the keys published now. Reads every
   * published pin of the workspace.
   */
  beginHistory(id: number, history: Pick<WorkspaceRow, 'lineage' | 'epoch'>): Promise<void>;
}
