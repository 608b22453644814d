/**
 * The records in the store, one type each. Every implementation of the store returns these values, regardless
 * of its database:
 *
 * - numbers are safe integers; times are milliseconds since the Unix epoch; flags are 0 or 1;
 * - JSON is text, as it was written;
 * - bytes are a `Uint8Array`;
 * - missing values are null.
 */

export type { NewWorkspaceRow, WorkspaceImageRow, WorkspaceRow } from './workspace-rows.ts';

export interface CustomerRow {
  readonly id: number;
  readonly workspace_id: number;
  /** Random ID that refers to the customer in records that outlive an erasure, such as the audit log. */
  readonly ref: string;
  /** The producer's own ID for the customer, the `sub` of its tokens; null once erased. */
  readonly subject: string | null;
  readonly name: string | null;
  /** `erasing`: its keys are being revoked and their personal data deleted; `subject` is deleted last. */
  readonly state: 'active' | 'suspended' | 'erasing' | 'erased';
  readonly max_keys: number | null;
  /** JSON array of the allowed scopes; null inherits the workspace's. */
  readonly scopes: string | null;
  readonly created_at: number;
}

export interface KeyRow {
  /** Increases with each key of the authority: newest first is descending by ID. */
  readonly id: number;
  readonly workspace_id: number;
  readonly kid: string;
  /** 0-255. */
  readonly shard: number;
  readonly customer_id: number;
  readonly name: string | null;
  /** The last six characters of the token. */
  readonly ending: string;
  /** Name of the method that created the credential. */
  readonly method: string;
  /** JSON array. */
  readonly scopes: string;
  /** JSON object. */
  readonly claims: string;
  /** JSON object. */
  readonly metadata: string;
  /** SHA-256 of the token. */
  readonly pin: Uint8Array;
  /** The public half, rendered as in the key set; null for a key of a method that publishes none. */
  readonly jwk: string | null;
  /** The ID of the signing key that signed the token; null for a key of its own pair, or without a signature. */
  readonly signed_by: string | null;
  /** JSON: what identifies the holder if the pin doesn't, such as the hash of a client secret; null otherwise. */
  readonly credential: string | null;
  /** 1 while the pin is in the set; always changed together with a row of `changes`. */
  readonly published: number;
  /** Sequence number of the last change of this key's pin, its epoch, and the digest of the set after it. */
  readonly changed_epoch: number;
  readonly changed_seq: number;
  readonly changed_digest: Uint8Array;
  readonly changed_at: number;
  readonly created_at: number;
  /** The creator: an administrator key, `person:<id>` or `system`. */
  readonly created_by: string;
  /** The portal session in which it was created. */
  readonly created_in: string | null;
  readonly disabled_at: number | null;
  /** The side that disabled it. */
  readonly disabled_by: 'producer' | 'customer' | null;
  readonly revoked_at: number | null;
  readonly revocation_reason: string | null;
  readonly expires_at: number | null;
  /** While a rotation's overlap shortens `expires_at`: the original value; -1 for none. */
  readonly former_expires_at: number | null;
  /** Key IDs of the previous and the next key in a rotation. */
  readonly replaces: string | null;
  readonly replaced_by: string | null;
  /** The latest use reported by a gate. */
  readonly last_used_at: number | null;
  /** 1 if it comes from another system. */
  readonly imported: number;
  /** The number of the audit entry that created it; null if a replica of an earlier release did, or no authority. */
  readonly audit_seq: number | null;
}

/** A new key, whose row ID the store assigns. */
export type NewKeyRow = Omit<KeyRow, 'id'>;

/** A key pair that signs the tokens of many keys of a workspace. */
export interface SigningKeyRow {
  readonly id: number;
  readonly workspace_id: number;
  /** In the form of a key ID, and like it in the key set. */
  readonly kid: string;
  /** 0-255. */
  readonly shard: number;
  readonly algorithm: string;
  /** The public half, rendered as it is in the key set. */
  readonly jwk: string;
  /** The private half, encrypted with the authority's secret key; null once no token is signed with it any more. */
  readonly sealed: Uint8Array | null;
  /** 1 while the public half is in the key set; changed together with a row of `changes`, never alone. */
  readonly published: number;
  /** As a {@link KeyRow} has them. */
  readonly changed_epoch: number;
  readonly changed_seq: number;
  readonly changed_digest: Uint8Array;
  readonly changed_at: number;
  readonly created_at: number;
  /** When another took its place for new keys. */
  readonly rotated_at: number | null;
  /** When it leaves the key set at the latest, and its keys with it; null: once no live key needs it. */
  readonly retires_at: number | null;
  /** When it left the key set. */
  readonly removed_at: number | null;
}

/** A new signing key: its number is given by the store. */
export type NewSigningKeyRow = Omit<SigningKeyRow, 'id'>;

export interface ChangeRow {
  readonly workspace_id: number;
  readonly epoch: number;
  readonly seq: number;
  /** The key's number; for a signing key, its number with a minus sign. */
  readonly key_id: number;
  /** 1: the pin or signing key was added to the set; 0: it was removed. */
  readonly published: number;
  /** Digest of the set after this change. */
  readonly digest: Uint8Array;
  readonly at: number;
}

export interface AuditRow {
  readonly workspace_id: number;
  /** Gapless within a workspace, from 1. */
  readonly seq: number;
  readonly at: number;
  readonly action: string;
  /** Key ID of an administrator key, session ID, `person:<id>`, `system` or `self`. */
  readonly actor: string;
  readonly kid: string | null;
  readonly customer_ref: string | null;
  /** JSON object: what changed; no personal data. */
  readonly details: string;
  /** SHA-256 of the salt and the personal texts, which are in `audit_texts` until erased. */
  readonly texts_hash: Uint8Array;
  /** SHA-256 of the previous row's hash and this row: see `domain/audit/row-hash.ts`. */
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
  /** JSON array of the IDs of the keys it created. */
  readonly kids: string;
  readonly at: number;
}

/** A gateway or gate registered with a workspace; what it has seen is kept in memory. */
export interface ReaderRow {
  /** Random: anyone who knows it can report on behalf of the reader. */
  readonly id: string;
  readonly workspace_id: number;
  readonly name: string;
  readonly kind: 'gateway' | 'gate';
  readonly refresh_seconds: number;
  readonly created_at: number;
  /** Whether it is a gate that has reported lately: 0 or 1. */
  readonly reports: number;
}

export interface UsageRow {
  readonly key_id: number;
  /** Hours since the Unix epoch. */
  readonly hour: number;
  readonly count: number;
}

/** Calls with a workspace's keys, as reported by gates. */
export interface CallsRow {
  readonly workspace_id: number;
  /** Hours since the Unix epoch. */
  readonly hour: number;
  readonly count: number;
}

/** A session, or a code that can be exchanged for one. A session that was ended has no row. */
export interface SessionRow {
  /** `ses_…`: random, not secret. */
  readonly id: string;
  readonly kind: 'portal' | 'console';
  /** For a portal session; null for the console. */
  readonly workspace_id: number | null;
  readonly customer_id: number | null;
  /** For a console session: the administrator key's ID, or the person. */
  readonly holder: string | null;
  /** The person who acts for the customer, as named by the producer. */
  readonly person_id: string | null;
  readonly person_name: string | null;
  /** JSON object: the session's permissions, and what its pages show. */
  readonly bounds: string;
  /** 1: the secret is sent as a Bearer token, never in a cookie. */
  readonly embed: number;
  /** SHA-256 of the code, until it is exchanged. */
  readonly code_hash: Uint8Array | null;
  /** SHA-256 of the secret; null while there is only a code. */
  readonly secret_hash: Uint8Array | null;
  readonly created_at: number;
  readonly created_by: string;
  /** Expiration of the session, or of its code until it is exchanged. */
  readonly expires_at: number;
}

/** A member of the producer's team who may sign in to the console through OpenID Connect. */
export interface PersonRow {
  /** `per_…`: random. */
  readonly id: string;
  /** The address in lower case, or the subject at the provider. */
  readonly login: string;
  readonly name: string | null;
  /** JSON array of roles and their workspaces. */
  readonly roles: string;
  /** Issuer and subject of the account that the person first signed in with; null until then. */
  readonly provider: string | null;
  readonly subject: string | null;
  readonly created_at: number;
  readonly last_sign_in_at: number | null;
}

/** What every replica must remember about access tokens, for minutes. */
export interface ShortLivedRow {
  readonly workspace_id: number;
  /** `signer`: the public half of a key that signs; `used`: an assertion or proof; `revoked`: a token. */
  readonly kind: 'signer' | 'used' | 'revoked';
  readonly id: string;
  /** The JWK of a signer; empty otherwise. */
  readonly content: string;
  /** When it no longer counts, in milliseconds since the Unix epoch. */
  readonly until: number;
}

/** A bulk operation in progress. */
export interface TaskRow {
  readonly id: number;
  readonly workspace_id: number;
  /** Null if it covers the keys of the whole workspace. */
  readonly customer_id: number | null;
  readonly kind: 'settle' | 'erase' | 'forget' | 'revoke' | 'revoke-unknown' | 'scrub';
  /** JSON object with the parameters of the kind. */
  readonly details: string;
  /** ID of the actor that began it, for the audit entries of the remaining steps. */
  readonly actor: string;
  /** It runs from the newest key to the oldest: keys from this row ID up are done. */
  readonly below: number;
}

/** A key with the columns of its customer that use cases need. */
export interface OwnedKeyRow extends KeyRow {
  /** Null once the customer has been erased. */
  readonly customer_subject: string | null;
  readonly customer_name: string | null;
  readonly customer_state: CustomerRow['state'];
  readonly customer_ref: string;
  /** The customer's allowed scopes, as in {@link CustomerRow}. */
  readonly customer_scopes: string | null;
}
