/**
 * What the store holds, a type for each kind of record. Every implementation of the store hands out these values, whatever its database has:
 *
 * - numbers are safe integers; times are milliseconds since the Unix epoch; flags are 0 or 1;
 * - JSON is text, as it was written;
 * - bytes are a `Uint8Array`;
 * - what is missing is null.
 */

export type { NewWorkspaceRow, WorkspaceImageRow, WorkspaceRow } from './workspace-rows.ts';

export interface CustomerRow {
  readonly id: number;
  readonly workspace_id: number;
  /** Random id that stands for the customer where erasure must not reach, as in the audit. */
  readonly ref: string;
  /** The producer's own name for the customer, the `sub` of its tokens; null once erased. */
  readonly subject: string | null;
  readonly name: string | null;
  /** `erasing`: its keys are being revoked and emptied; then `subject` goes too. */
  readonly state: 'active' | 'suspended' | 'erasing' | 'erased';
  readonly max_keys: number | null;
  /** JSON array, the ceiling of scopes; null inherits the workspace's. */
  readonly scopes: string | null;
  readonly created_at: number;
}

export interface KeyRow {
  /** Rises with each key of the authority: newest first is id descending. */
  readonly id: number;
  readonly workspace_id: number;
  readonly kid: string;
  /** 0-255. */
  readonly shard: number;
  readonly customer_id: number;
  readonly name: string | null;
  /** The last six characters of the token. */
  readonly ending: string;
  /** Name of the method that made the credential. */
  readonly method: string;
  /** JSON array. */
  readonly scopes: string;
  /** JSON object. */
  readonly claims: string;
  /** JSON object. */
  readonly metadata: string;
  /** SHA-256 of the token. */
  readonly pin: Uint8Array;
  /** The public half, rendered as it is in the key set; null for a key of a method that publishes none. */
  readonly jwk: string | null;
  /** 1 while the pin is in the set; changed together with a row of `changes`, never alone. */
  readonly published: number;
  /** Sequence number of the last change of this key's pin, the epoch that it counts in, and the digest of the set after it. */
  readonly changed_epoch: number;
  readonly changed_seq: number;
  readonly changed_digest: Uint8Array;
  readonly changed_at: number;
  readonly created_at: number;
  /** Who answers for the key: an administrator's key, `person:<id>`, `system`. */
  readonly created_by: string;
  /** The portal session that made it. */
  readonly created_in: string | null;
  readonly disabled_at: number | null;
  /** Which side disabled it. */
  readonly disabled_by: 'producer' | 'customer' | null;
  readonly revoked_at: number | null;
  readonly revocation_reason: string | null;
  readonly expires_at: number | null;
  /** While a rotation's overlap shortens `expires_at`: what it was; -1 stands for none. */
  readonly former_expires_at: number | null;
  /** Key ids of the key before and after it in a rotation. */
  readonly replaces: string | null;
  readonly replaced_by: string | null;
  /** The latest use that a gate has reported. */
  readonly last_used_at: number | null;
}

/** A new key: its number is given by the store. */
export type NewKeyRow = Omit<KeyRow, 'id'>;

export interface ChangeRow {
  readonly workspace_id: number;
  readonly epoch: number;
  readonly seq: number;
  readonly key_id: number;
  /** 1: the pin entered the set; 0: it left. */
  readonly published: number;
  /** Of the set after this change. */
  readonly digest: Uint8Array;
  readonly at: number;
}

export interface AuditRow {
  readonly workspace_id: number;
  /** Gapless in a workspace, from 1. */
  readonly seq: number;
  readonly at: number;
  readonly action: string;
  /** Key id of the administrator's key, or `system`, or `self`. */
  readonly actor: string;
  readonly kid: string | null;
  readonly customer_ref: string | null;
  /** JSON object: what changed; nothing personal. */
  readonly details: string;
  /** SHA-256 of salt and personal texts, which stand in `audit_texts` until erased. */
  readonly texts_hash: Uint8Array;
  /** SHA-256 over the row before and this one: see `domain/audit.ts`. */
  readonly hash: Uint8Array;
}

export interface AuditTextsRow {
  readonly workspace_id: number;
  readonly seq: number;
  readonly customer_ref: string | null;
  readonly salt: Uint8Array;
  /** JSON object: customer, address, names, reasons. */
  readonly texts: string;
}

export interface RequestRow {
  readonly workspace_id: number;
  /** SHA-256 of principal, operation and Idempotency-Key. */
  readonly request: Uint8Array;
  /** SHA-256 of the body. */
  readonly body: Uint8Array;
  /** JSON array of the key ids that it made. */
  readonly kids: string;
  readonly at: number;
}

/** A gateway or gate that the authority is to count; what it has seen is kept in memory. */
export interface ReaderRow {
  /** Random: whoever knows it can speak for the reader. */
  readonly id: string;
  readonly workspace_id: number;
  readonly name: string;
  readonly kind: 'gateway' | 'gate';
  readonly refresh_seconds: number;
  readonly created_at: number;
}

export interface UsageRow {
  readonly key_id: number;
  /** Hours since the Unix epoch. */
  readonly hour: number;
  readonly count: number;
}

/** Calls of a workspace's keys, as gates have reported them. */
export interface CallsRow {
  readonly workspace_id: number;
  /** Hours since the Unix epoch. */
  readonly hour: number;
  readonly count: number;
}

/** Somebody who is signed in, or holds a code to be. A session that is over has no row. */
export interface SessionRow {
  /** `ses_…`: random, not secret. */
  readonly id: string;
  readonly kind: 'portal' | 'console';
  /** Of a portal session; null of the console's. */
  readonly workspace_id: number | null;
  readonly customer_id: number | null;
  /** Of a console session: the administrator's key id, or the person. */
  readonly holder: string | null;
  /** Who acts for the customer, in the producer's words. */
  readonly person_id: string | null;
  readonly person_name: string | null;
  /** JSON object: what the session may do, and what its pages show. */
  readonly bounds: string;
  /** 1: the secret is sent as Bearer, and never as a cookie. */
  readonly embed: number;
  /** SHA-256 of the code, until it is exchanged. */
  readonly code_hash: Uint8Array | null;
  /** SHA-256 of the secret; null while there is only a code. */
  readonly secret_hash: Uint8Array | null;
  readonly created_at: number;
  readonly created_by: string;
  /** End of the session; of its code while there is only that. */
  readonly expires_at: number;
}

/** Somebody of the producer's who may sign in to the console by OpenID Connect. */
export interface PersonRow {
  /** `per_…`: random. */
  readonly id: string;
  /** The address in lower case, or the subject at the provider. */
  readonly login: string;
  readonly name: string | null;
  /** JSON array of roles and their workspaces. */
  readonly roles: string;
  /** Issuer and subject of the account that the person signed in with first; null until then. */
  readonly provider: string | null;
  readonly subject: string | null;
  readonly created_at: number;
  readonly last_sign_in_at: number | null;
}

/** An operation on very many keys that is under way. */
export interface TaskRow {
  readonly id: number;
  readonly workspace_id: number;
  /** Null where it goes through the keys of the whole workspace. */
  readonly customer_id: number | null;
  readonly kind: 'settle' | 'erase' | 'forget' | 'revoke' | 'revoke-unknown' | 'scrub';
  /** JSON object: what the kind needs to know. */
  readonly details: string;
  /** Id of who began it, for the audit of what is still to be done. */
  readonly actor: string;
  /** It goes from the newest key to the oldest: those from this number of a key on are done. */
  readonly below: number;
}

/** A key with what its use cases need of its customer. */
export interface OwnedKeyRow extends KeyRow {
  /** Null once the customer has been erased. */
  readonly customer_subject: string | null;
  readonly customer_name: string | null;
  readonly customer_state: CustomerRow['state'];
  readonly customer_ref: string;
  /** The customer's ceiling of scopes, as in {@link CustomerRow}. */
  readonly customer_scopes: string | null;
}
