import type { Position } from '@lostwax/contract';
import type { AlgorithmName, JsonObject } from '@lostwax/core';
import type { UsageKnown, UsageTracking } from './usage-types.ts';

/** Who acts: goes into the audit of every change. */
export interface Actor {
  /**
   * Key id of the administrator's key; a session's id; `self` for a key that ends itself; `system` for what the authority does by
   * itself.
   */
  readonly id: string;
  /** Address that the request came from, or null where there is none. */
  readonly address: string | null;
  /** The pages that it came by. */
  readonly via?: 'portal' | 'console' | undefined;
  /** The person who acts: personal, so it stands among the texts that can be erased. */
  readonly person?: Person | undefined;
  /** Set for a portal session: beyond these nothing is there. */
  readonly within?: Bounds | undefined;
  /** Of a portal session: who opened it for the customer, an administrator's key or `person:<id>`. */
  readonly openedBy?: string | undefined;
  /** What the actor may do, as in `Principal`. An actor without any carries over what a key grants, and never widens it. */
  readonly scopes?: readonly string[] | undefined;
}

export interface Person {
  readonly id: string;
  readonly name: string | null;
}

/** What a portal session is kept to, whatever it asks for. */
export interface Bounds {
  /** The only customer there is. */
  readonly customer: string;
  /** Ceiling of scopes beside the workspace's and the customer's; null: none of its own. */
  readonly scopes: readonly string[] | null;
  /** Written into every new key. */
  readonly claims: JsonObject;
  /** Most keys beside the customer's own limit; null: none. */
  readonly maxKeys: number | null;
}

/** Whose side of the API somebody is on: an administrator's key or the console, or a portal session. */
export type Side = 'producer' | 'customer';

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
  readonly settings: WorkspaceSettings;
  readonly createdAt: number;
  readonly position: Position;
}

/** What the portal shows and keeps to. */
export interface WorkspaceSettings {
  /** `#rrggbb`. */
  readonly colour: string | null;
  /** What each scope means, in the producer's words. */
  readonly scopeTexts: Readonly<Record<string, string>>;
  /** Most keys of a customer that has no limit of its own; null: any number. */
  readonly maxKeysPerCustomer: number | null;
  /** Longest life of a new key; null: for ever. */
  readonly longestLifeSeconds: number | null;
  /** Origins whose pages may embed the portal. */
  readonly allowedOrigins: readonly string[];
  /** What the producer says: that whatever checks keys of this workspace is registered as a reader. */
  readonly allReadersRegistered: boolean;
}

export type SettingsPatch = {
  readonly [Name in keyof WorkspaceSettings]?: WorkspaceSettings[Name] | undefined;
};

export interface NewWorkspace {
  readonly slug: string;
  readonly name?: string | null | undefined;
  readonly prefix?: string | undefined;
  readonly audience?: string | undefined;
  readonly algorithm?: AlgorithmName | undefined;
  readonly scopes?: readonly string[] | null | undefined;
}

export interface WorkspacePatch {
  readonly name?: string | null | undefined;
  readonly algorithm?: AlgorithmName | undefined;
  readonly scopes?: readonly string[] | null | undefined;
  readonly settings?: SettingsPatch | undefined;
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
  /** An administrator's key, `person:<id>` or `system`: of a key made in the portal, whoever opened the session. */
  readonly createdBy: string;
  /** The portal session that made it; null where none did. */
  readonly createdIn: string | null;
  /** Which side disabled it; null while it is not disabled. What the producer disabled only the producer enables. */
  readonly disabledBy: Side | null;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly revocationReason: string | null;
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  /** The latest use that a gate has reported; null where none was, which means nothing unless `usageTracking` is `full`. */
  readonly lastUsedAt: number | null;
  readonly usageTracking: UsageTracking;
  readonly usageKnown: UsageKnown | null;
  readonly propagation: Propagation;
}

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

export type { JsonObject };

export interface NewKey {
  readonly customer: string;
  readonly name?: string | null | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly claims?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
  /** Null or left out: none, or the longest life that the workspace allows. */
  readonly expiresAt?: number | null | undefined;
}

/** The one answer that holds a token. */
export interface IssuedKey {
  readonly key: Key;
  readonly token: string;
}

export interface KeyPatch {
  readonly name?: string | null | undefined;
  readonly metadata?: JsonObject | undefined;
  /** Only earlier than it is; null only where it has none. */
  readonly expiresAt?: number | null | undefined;
}

export interface Rotation {
  /** Seconds that the old key lives on, 0 to 7,776,000 (90 days); 86,400 by default. */
  readonly overlapSeconds?: number | undefined;
  /** Left out: as the old key has it. Null: none. */
  readonly name?: string | null | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly claims?: JsonObject | undefined;
  /** Left out: the same length of life as the old key had. Null: none. */
  readonly expiresAt?: number | null | undefined;
}

export type RotationChange = { readonly endsAt: number } | { readonly end: true } | { readonly cancel: true };

/** Which keys a bulk revocation takes: all that match every member given; at least one must be. */
export interface RevocationFilter {
  /** Keys that the audit does not know as they are; stands alone. */
  readonly unknownToAudit?: true | undefined;
  readonly customer?: string | undefined;
  /** An actor as in `Key.createdBy`, a portal session, or the login of a person. */
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
  /** Name of the person who acted, where one is known. */
  readonly actorName: string | null;
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
  readonly customer?: string | undefined;
  readonly actor?: string | undefined;
  /** Rows from this time on, and before that one; milliseconds since the Unix epoch. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
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
