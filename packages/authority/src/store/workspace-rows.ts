export interface WorkspaceRow {
  readonly id: number;
  readonly slug: string;
  readonly prefix: string;
  readonly name: string | null;
  /** `<origin>/<slug>`, fixed when the workspace is made. */
  readonly issuer: string;
  readonly audience: string;
  readonly algorithm: string;
  /** JSON array, the ceiling of scopes; null allows any. */
  readonly scopes: string | null;
  /** Random id of the history that the changes are of; made anew, with a higher epoch, when another copy of the database is put back. */
  readonly lineage: string;
  /** Milliseconds since the Unix epoch: when that history began. */
  readonly epoch: number;
  /** Number of the last changed pin in this history; gapless. */
  readonly seq: number;
  /** `SetDigest` of all pins that are in the set. */
  readonly digest: Uint8Array;
  /** The permanent sentinel's JWK, rendered. */
  readonly sentinel: string;
  readonly created_at: number;
  /** Number and hash of the last audit row: the head of this workspace's chain. */
  readonly audit_seq: number;
  readonly audit_hash: Uint8Array;
  /** `#rrggbb`, for pages. */
  readonly colour: string | null;
  /** JSON object: what each scope means, for pages. */
  readonly scope_texts: string;
  /** Most keys of a customer that has no limit of its own. */
  readonly max_keys_per_customer: number | null;
  /** Longest life of a new key. */
  readonly longest_life_seconds: number | null;
  /** JSON array of origins that may embed the portal. */
  readonly allowed_origins: string;
  /** When the producer said that whatever checks keys is registered as a reader; null: it does not say so. */
  readonly all_readers_registered_at: number | null;
  /** Keys in the set; moves with the digest. */
  readonly live_keys: number;
  /** JSON array of the methods that new keys may have. */
  readonly methods: string;
  /** Addresses for the customer's pages. */
  readonly api_url: string | null;
  readonly docs_url: string | null;
  readonly support_url: string | null;
  /** Hashes of the images, which are kept apart: every request reads this row. */
  readonly logo: string | null;
  readonly favicon: string | null;
  /** 1 once somebody has hidden the console's setup checklist. */
  readonly setup_dismissed: number;
  /** When a backend first opened the portal. */
  readonly portal_opened_at: number | null;
  /** 0 until keys that were issued before the audit held their hashes have been entered in it. */
  readonly keys_bound: number;
}

/** A new workspace; its settings begin at their defaults. */
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
