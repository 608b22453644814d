import type { AlgorithmName, JsonObject } from '@lostwax/core';

/** Who acts: goes into the audit of every change. */
export interface Actor {
  /** Key id of the administrator's key; `self` for a key that ends itself; `system` for what the authority does by itself. */
  readonly id: string;
  /** Address that the request came from, or null where there is none. */
  readonly address: string | null;
}

export type KeyState = 'active' | 'disabled' | 'expired' | 'revoked';

/** A workspace as the API shows it. Times are milliseconds since the Unix epoch here and RFC 3339 on the wire. */
export interface Workspace {
  readonly slug: string;
  readonly name: string | null;
  readonly prefix: string;
  readonly issuer: string;
  readonly audience: string;
  readonly algorithm: AlgorithmName;
  readonly scopes: readonly string[] | null;
  readonly createdAt: number;
  readonly epoch: number;
  readonly seq: number;
}

export interface NewWorkspace {
  readonly slug: string;
  readonly name?: string | undefined;
  readonly prefix?: string | undefined;
  readonly audience?: string | undefined;
  readonly algorithm?: AlgorithmName | undefined;
  readonly scopes?: readonly string[] | null | undefined;
}

export interface WorkspacePatch {
  readonly name?: string | null | undefined;
  readonly algorithm?: AlgorithmName | undefined;
  readonly scopes?: readonly string[] | null | undefined;
}

/** A key record as the API shows it (design: HTTP API, `key`). Never the token, never the private half. */
export interface Key {
  readonly id: string;
  readonly workspace: string;
  /** Null once the customer has been erased. */
  readonly customer: string | null;
  readonly name: string | null;
  readonly ending: string;
  readonly method: 'signed';
  readonly scopes: readonly string[];
  readonly claims: JsonObject;
  readonly metadata: JsonObject;
  readonly state: KeyState;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly revocationReason: string | null;
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  /** The latest use that a gate has reported; null where none was, which means nothing unless `usageTracking` is `full`. */
  readonly lastUsedAt: number | null;
  readonly usageTracking: UsageTracking;
  readonly propagation: Propagation;
}

export type UsageTracking = 'full' | 'partial' | 'none';

/** What registered readers have seen of the last change of a key's pin. */
export interface Propagation {
  /** What a reader that has the change does with the key. */
  readonly effect: 'accepted' | 'refused';
  /** Readers that have fetched or applied the change, of so many registered. */
  readonly seen: number;
  readonly of: number;
  /** When the last gate had applied it; null until all have, and always null while a gateway is registered. */
  readonly since: number | null;
  /** By when every gateway refreshes, an estimate; null where none is registered. */
  readonly latest: number | null;
}

export interface NewReader {
  readonly name: string;
  readonly kind: 'gateway' | 'gate';
  /** How often it fetches the key set, 1 to 86,400. */
  readonly refreshSeconds: number;
}

/** A gateway or gate registered with a workspace. */
export interface Reader extends NewReader {
  readonly id: string;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
  /** The last position that it fetched or applied of the whole set. */
  readonly position: string | null;
}

export interface UsageItem {
  readonly keyId: string;
  /** Milliseconds since the Unix epoch: the latest of these uses. */
  readonly at: number;
  readonly count: number;
}

export type { JsonObject };

export interface NewKey {
  readonly customer: string;
  readonly name?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly claims?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly expiresAt?: number | undefined;
}

/** The one answer that holds a token. */
export interface IssuedKey {
  readonly key: Key;
  readonly token: string;
}

export interface KeyPatch {
  readonly name?: string | null | undefined;
  readonly metadata?: JsonObject | undefined;
  /** Only earlier than it is. */
  readonly expiresAt?: number | undefined;
}

export interface Rotation {
  /** Seconds that the old key lives on, 0 to 7,776,000 (90 days); 86,400 by default. */
  readonly overlapSeconds?: number | undefined;
  readonly name?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly claims?: JsonObject | undefined;
  /** Left out: the same length of life as the old key had. Null: none. */
  readonly expiresAt?: number | null | undefined;
}

export type RotationChange = { readonly endsAt: number } | { readonly cancel: true };

/** Which keys a bulk revocation takes: all that match every member given; at least one must be. */
export interface RevocationFilter {
  readonly customer?: string | undefined;
  readonly createdBy?: string | undefined;
  readonly createdAfter?: number | undefined;
  readonly createdBefore?: number | undefined;
}

export interface BulkRevocation {
  /** Keys that were revoked, or with `dryRun` would be. */
  readonly count: number;
  /** Up to 1,000 of their ids, newest first. */
  readonly keyIds: readonly string[];
  readonly dryRun: boolean;
}

export interface KeyFilter {
  readonly customer?: string | undefined;
  readonly state?: KeyState | undefined;
  readonly method?: string | undefined;
  /** Matches a part of the name, the beginning of a key id, or an ending. */
  readonly q?: string | undefined;
  /** 1 to 500, 50 by default. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Give it back as `cursor` for the next page; null on the last. */
  readonly nextCursor: string | null;
}

export interface Customer {
  /** The producer's own name for the customer: the `sub` of its tokens. */
  readonly id: string;
  readonly name: string | null;
  readonly state: 'active' | 'suspended';
  readonly maxKeys: number | null;
  readonly scopes: readonly string[] | null;
  readonly createdAt: number;
  /** Keys that are active or disabled now. */
  readonly liveKeys: number;
}

export interface CustomerPatch {
  readonly name?: string | null | undefined;
  readonly state?: 'active' | 'suspended' | undefined;
  readonly maxKeys?: number | null | undefined;
  readonly scopes?: readonly string[] | null | undefined;
}

export interface AuditEntry {
  readonly seq: number;
  readonly at: number;
  readonly action: string;
  readonly actor: string;
  readonly keyId: string | null;
  /** Random id that stands for the customer, also after erasure. */
  readonly customerRef: string | null;
  readonly details: JsonObject;
  /** Customer, address, names, reasons; null once erased. */
  readonly texts: JsonObject | null;
  /** Hexadecimal; see spec/http-api.yaml for how the chain is computed. */
  readonly salt: string | null;
  readonly textsHash: string;
  readonly hash: string;
}

export interface AuditFilter {
  readonly keyId?: string | undefined;
  readonly action?: string | undefined;
  /** Rows after this number, oldest first; without it newest first. */
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** What ties a repeat of a request to its first time. */
export interface Idempotency {
  /** Text of the Idempotency-Key header, 1 to 255 visible ASCII characters. */
  readonly key: string;
  /** SHA-256 of the body as sent. */
  readonly bodyHash: Uint8Array;
}

/**
 * The use cases, each durable when its promise resolves. `slug` names the workspace; unknown ones throw
 * `workspace_not_found`. Every one may throw `storage_unavailable`. The caller has checked permission before.
 */
export interface Domain {
  createWorkspace(actor: Actor, input: NewWorkspace): Promise<Workspace>;
  listWorkspaces(): Promise<readonly Workspace[]>;
  workspace(slug: string): Promise<Workspace>;
  updateWorkspace(actor: Actor, slug: string, patch: WorkspacePatch): Promise<Workspace>;

  issue(actor: Actor, slug: string, input: NewKey, repeat?: Idempotency): Promise<IssuedKey>;
  /** Each item has its own outcome, in order. */
  issueMany(
    actor: Actor,
    slug: string,
    items: readonly NewKey[],
    repeat?: Idempotency,
  ): Promise<readonly (IssuedKey | Error)[]>;
  listKeys(slug: string, filter: KeyFilter): Promise<Page<Key>>;
  key(slug: string, keyId: string): Promise<Key>;
  updateKey(actor: Actor, slug: string, keyId: string, patch: KeyPatch): Promise<Key>;
  revoke(actor: Actor, slug: string, keyId: string, reason?: string): Promise<Key>;
  disable(actor: Actor, slug: string, keyId: string): Promise<Key>;
  enable(actor: Actor, slug: string, keyId: string): Promise<Key>;
  rotate(
    actor: Actor,
    slug: string,
    keyId: string,
    input: Rotation,
    repeat?: Idempotency,
  ): Promise<IssuedKey & { readonly replaces: Key }>;
  changeRotation(actor: Actor, slug: string, keyId: string, change: RotationChange): Promise<Key>;
  revokeMany(
    actor: Actor,
    slug: string,
    filter: RevocationFilter,
    dryRun: boolean,
    reason?: string,
  ): Promise<BulkRevocation>;
  /** Ends the key whose token this is; throws `invalid_key` when it is none of ours or has ended. */
  revokeSelf(address: string | null, token: string): Promise<Key>;

  listCustomers(
    slug: string,
    filter: { q?: string | undefined; limit?: number | undefined; cursor?: string | undefined },
  ): Promise<Page<Customer>>;
  customer(slug: string, customerId: string): Promise<Customer>;
  updateCustomer(actor: Actor, slug: string, customerId: string, patch: CustomerPatch): Promise<Customer>;
  /** Revokes all its keys and erases what is personal. */
  eraseCustomer(actor: Actor, slug: string, customerId: string): Promise<void>;

  listReaders(slug: string): Promise<readonly Reader[]>;
  registerReader(actor: Actor, slug: string, input: NewReader): Promise<Reader>;
  removeReader(actor: Actor, slug: string, readerId: string): Promise<void>;
  addUsage(
    slug: string,
    items: readonly UsageItem[],
  ): Promise<{ readonly accepted: number; readonly unknown: number }>;

  audit(slug: string, filter: AuditFilter): Promise<Page<AuditEntry>>;
  /** The record of an administrator's key whose token this is; throws `invalid_key`, never saying which part was wrong. */
  authenticate(token: string): Promise<Principal>;
}

/** What an administrator's key allows; `permissions.ts` answers questions about it. */
export interface Principal {
  readonly keyId: string;
  readonly scopes: readonly string[];
}
