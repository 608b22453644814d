import type { Generated, Insertable, Selectable } from 'kysely';

/**
 * The tables, in types. Times are milliseconds since the Unix epoch; JSON stands as text; flags are 0 or 1.
 * `migrations.ts` makes them.
 */
export interface Database {
  workspaces: WorkspaceTable;
  customers: CustomerTable;
  keys: KeyTable;
  changes: ChangeTable;
  audit: AuditTable;
  audit_texts: AuditTextTable;
  idempotency: IdempotencyTable;
  readers: ReaderTable;
  usage: UsageTable;
  sessions: SessionTable;
  people: PersonTable;
  tasks: TaskTable;
  calls: CallTable;
  workspace_images: WorkspaceImageTable;
}

interface WorkspaceTable {
  id: Generated<number>;
  slug: string;
  prefix: string;
  name: string | null;
  /** `<origin>/<slug>`, fixed when the workspace is made. */
  issuer: string;
  audience: string;
  algorithm: string;
  /** JSON array, the ceiling of scopes; null allows any. */
  scopes: string | null;
  /** Random id of the history that the changes are of; made anew, with a higher epoch, when another copy of the database is put back. */
  lineage: string;
  /** Milliseconds since the Unix epoch: when that history began. */
  epoch: number;
  /** Number of the last changed pin in this history; gapless. */
  seq: number;
  /** `SetDigest` of all pins that are in the set. */
  digest: Uint8Array;
  /** The permanent sentinel's JWK, rendered. */
  sentinel: string;
  created_at: number;
  /** Number and hash of the last audit row: the head of this workspace's chain. */
  audit_seq: number;
  audit_hash: Uint8Array;
  /** `#rrggbb`, for pages. */
  colour: Generated<string | null>;
  /** JSON object: what each scope means, for pages. */
  scope_texts: Generated<string>;
  /** Most keys of a customer that has no limit of its own. */
  max_keys_per_customer: Generated<number | null>;
  /** Longest life of a new key. */
  longest_life_seconds: Generated<number | null>;
  /** JSON array of origins that may embed the portal. */
  allowed_origins: Generated<string>;
  /** When the producer said that whatever checks keys is registered as a reader; null: it does not say so. */
  all_readers_registered_at: Generated<number | null>;
  /** 0 until keys that were issued before the audit held their hashes have been entered in it. */
  keys_bound: Generated<number>;
  /** Keys in the set; moves with the digest. */
  live_keys: Generated<number>;
  /** Addresses for the customer's pages. */
  api_url: Generated<string | null>;
  docs_url: Generated<string | null>;
  support_url: Generated<string | null>;
  /** Hashes of the images in `workspace_images`. */
  logo: Generated<string | null>;
  favicon: Generated<string | null>;
  /** 1 once somebody has hidden the console's setup checklist. */
  setup_dismissed: Generated<number>;
  /** When a backend first opened the portal. */
  portal_opened_at: Generated<number | null>;
}

interface CustomerTable {
  id: Generated<number>;
  workspace_id: number;
  /** Random id that stands for the customer where erasure must not reach, as in the audit. */
  ref: string;
  /** The producer's own name for the customer, the `sub` of its tokens; null once erased. */
  subject: string | null;
  name: string | null;
  /** `erasing`: its keys are being revoked and emptied; then `subject` goes too. */
  state: 'active' | 'suspended' | 'erasing' | 'erased';
  max_keys: number | null;
  /** JSON array, the ceiling of scopes; null inherits the workspace's. */
  scopes: string | null;
  created_at: number;
}

interface KeyTable {
  /** Rises with each key of the authority: newest first is id descending. */
  id: Generated<number>;
  workspace_id: number;
  kid: string;
  /** 0-255. */
  shard: number;
  customer_id: number;
  name: string | null;
  /** The last six characters of the token. */
  ending: string;
  method: 'signed';
  /** JSON array. */
  scopes: string;
  /** JSON object. */
  claims: string;
  /** JSON object. */
  metadata: string;
  /** SHA-256 of the token. */
  pin: Uint8Array;
  /** The public half, rendered as it stands in the key set. */
  jwk: string;
  /** 1 while the pin is in the set; changed together with a row of `changes`, never alone. */
  published: number;
  /** Sequence number of the last change of this key's pin, the epoch that it counts in, and the digest of the set after it. */
  changed_epoch: number;
  changed_seq: number;
  changed_digest: Uint8Array;
  changed_at: number;
  created_at: number;
  /** Who answers for the key: an administrator's key, `person:<id>`, `system`. */
  created_by: string;
  /** The portal session that made it. */
  created_in: Generated<string | null>;
  disabled_at: number | null;
  /** Which side disabled it. */
  disabled_by: Generated<'producer' | 'customer' | null>;
  revoked_at: number | null;
  revocation_reason: string | null;
  expires_at: number | null;
  /** While a rotation's overlap shortens `expires_at`: what it was; -1 stands for none. */
  former_expires_at: number | null;
  /** Key ids of the key before and after it in a rotation. */
  replaces: string | null;
  replaced_by: string | null;
  /** The latest use that a gate has reported. */
  last_used_at: number | null;
}

interface ChangeTable {
  workspace_id: number;
  epoch: number;
  seq: number;
  key_id: number;
  /** 1: the pin entered the set; 0: it left. */
  published: number;
  /** Of the set after this change. */
  digest: Uint8Array;
  at: number;
}

interface AuditTable {
  workspace_id: number;
  /** Gapless in a workspace, from 1. */
  seq: number;
  at: number;
  action: string;
  /** Key id of the administrator's key, or `system`, or `self`. */
  actor: string;
  kid: string | null;
  customer_ref: string | null;
  /** JSON object: what changed; nothing personal. */
  details: string;
  /** SHA-256 of salt and personal texts, which stand in `audit_texts` until erased. */
  texts_hash: Uint8Array;
  /** SHA-256 over the row before and this one: see `domain/audit.ts`. */
  hash: Uint8Array;
}

interface AuditTextTable {
  workspace_id: number;
  seq: number;
  customer_ref: string | null;
  salt: Uint8Array;
  /** JSON object: customer, address, names, reasons. */
  texts: string;
}

interface IdempotencyTable {
  workspace_id: number;
  /** SHA-256 of principal, operation and Idempotency-Key. */
  request: Uint8Array;
  /** SHA-256 of the body. */
  body: Uint8Array;
  /** JSON array of the key ids that it made. */
  kids: string;
  at: number;
}

/** A gateway or gate that the authority is to count; what it has seen is kept in memory. */
interface ReaderTable {
  /** Random: whoever knows it can speak for the reader. */
  id: string;
  workspace_id: number;
  name: string;
  kind: 'gateway' | 'gate';
  refresh_seconds: number;
  created_at: number;
}

interface UsageTable {
  key_id: number;
  /** Hours since the Unix epoch. */
  hour: number;
  count: number;
}

/** Calls of a workspace's keys, as gates have reported them. */
interface CallTable {
  workspace_id: number;
  /** Hours since the Unix epoch. */
  hour: number;
  count: number;
}

/** Apart from the workspace's row, which every request reads. */
interface WorkspaceImageTable {
  workspace_id: number;
  kind: 'logo' | 'favicon';
  /** Media type. */
  type: string;
  bytes: Uint8Array;
}

/** Somebody who is signed in, or holds a code to be. A session that is over has no row. */
interface SessionTable {
  /** `ses_…`: random, not secret. */
  id: string;
  kind: 'portal' | 'console';
  /** Of a portal session; null of the console's. */
  workspace_id: number | null;
  customer_id: number | null;
  /** Of a console session: the administrator's key id, or the person. */
  holder: string | null;
  /** Who acts for the customer, in the producer's words. */
  person_id: string | null;
  person_name: string | null;
  /** JSON object: what the session may do, and what its pages show. */
  bounds: string;
  /** 1: the secret is sent as Bearer, and never as a cookie. */
  embed: number;
  /** SHA-256 of the code, until it is exchanged. */
  code_hash: Uint8Array | null;
  /** SHA-256 of the secret; null while there is only a code. */
  secret_hash: Uint8Array | null;
  created_at: number;
  created_by: string;
  /** End of the session; of its code while there is only that. */
  expires_at: number;
}

/** Somebody of the producer's who may sign in to the console by OpenID Connect. */
interface PersonTable {
  /** `per_…`: random. */
  id: string;
  /** The address in lower case, or the subject at the provider. */
  login: string;
  name: string | null;
  /** JSON array of roles and their workspaces. */
  roles: string;
  /** Issuer and subject of the account that the person signed in with first; null until then. */
  provider: string | null;
  subject: string | null;
  created_at: number;
  last_sign_in_at: number | null;
}

/** An operation on very many keys that is under way. */
interface TaskTable {
  id: Generated<number>;
  workspace_id: number;
  /** Null where it goes through the keys of the whole workspace. */
  customer_id: number | null;
  kind: 'settle' | 'erase' | 'forget' | 'revoke' | 'revoke-unknown' | 'scrub';
  /** JSON object: what the kind needs to know. */
  details: string;
  /** Id of who began it, for the audit of what is still to be done. */
  actor: string;
  /** It goes from the newest key to the oldest: those from this number of a key on are done. */
  below: number;
}

export type TaskRow = Selectable<TaskTable>;
export type PersonRow = Selectable<PersonTable>;
export type SessionRow = Selectable<SessionTable>;
export type ReaderRow = Selectable<ReaderTable>;
export type WorkspaceRow = Selectable<WorkspaceTable>;
export type CustomerRow = Selectable<CustomerTable>;
export type KeyRow = Selectable<KeyTable>;
export type NewKeyRow = Insertable<KeyTable>;
export type AuditRow = Selectable<AuditTable>;
