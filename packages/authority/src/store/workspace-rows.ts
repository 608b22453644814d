export interface WorkspaceRow {
  readonly id: number;
  readonly slug: string;
  readonly prefix: string;
  readonly name: string | null;
  /** `<origin>/<slug>`, fixed when the workspace is created. */
  readonly issuer: string;
  readonly audience: string;
  readonly algorithm: string;
  /** JSON array of the allowed scopes; null allows any. */
  readonly scopes: string | null;
  /**
   * Random ID of the current history of changes. Replaced, with a higher epoch, when another copy of the
   * database is restored.
   */
  readonly lineage: string;
  /** When that history began, in milliseconds since the Unix epoch. */
  readonly epoch: number;
  /** Number of the last pin change in this history; gapless. */
  readonly seq: number;
  /** `SetDigest` of all pins in the set. */
  readonly digest: Uint8Array;
  /** The permanent sentinel's JWK, rendered. */
  readonly sentinel: string;
  readonly created_at: number;
  /** Number and hash of the last audit row: the head of this workspace's chain. */
  readonly audit_seq: number;
  readonly audit_hash: Uint8Array;
  /** `#rrggbb`, for pages. */
  readonly colour: string | null;
  /** JSON object: the description of each scope, for pages. */
  readonly scope_texts: string;
  /** Key limit for customers that have no limit of their own. */
  readonly max_keys_per_customer: number | null;
  /** Maximum lifetime of a new key. */
  readonly longest_life_seconds: number | null;
  /** JSON array of origins that may embed the portal. */
  readonly allowed_origins: string;
  /**
   * When the producer stated that everything that checks keys is registered as a reader; null if it hasn't.
   */
  readonly all_readers_registered_at: number | null;
  /** Number of keys in the set; updated with the digest. */
  readonly live_keys: number;
  /** JSON array of the methods available to new keys. */
  readonly methods: string;
  /** URLs for the customer's pages. */
  readonly api_url: string | null;
  readonly docs_url: string | null;
  readonly support_url: string | null;
  /** Hashes of the images. The images are stored separately, because every request reads this row. */
  readonly logo: string | null;
  readonly favicon: string | null;
  /** 1 once the console's setup checklist has been dismissed. */
  readonly setup_dismissed: number;
  /** When a backend first opened the portal. */
  readonly portal_opened_at: number | null;
  /** 0 until keys issued before the audit log held key hashes have been recorded in it. */
  readonly keys_bound: number;
  /**
   * In a restored copy that isn't settled yet: the time after which nothing is known. Null otherwise. It isn't served
   * before.
   */
  readonly unknown_since: number | null;
}

/** A new workspace; its settings start at their defaults. */
export type NewWorkspaceRow = Pick<
  WorkspaceRow,
  | 'slug'
  | 'prefix'
  | 'name'
  | 'issuer'
  | 'audience'
  | 'algorithm'
  | 'scopes'
  | 'lineage'
  | 'epoch'
  | 'seq'
  | 'digest'
  | 'sentinel'
  | 'created_at'
  | 'audit_seq'
  | 'audit_hash'
>;

export interface WorkspaceImageRow {
  readonly workspace_id: number;
  readonly kind: 'logo' | 'favicon';
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}
