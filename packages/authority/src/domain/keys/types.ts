import type { JsonObject } from '@lostwax/core';
import type { Side } from '../access/actor.ts';
import type { UsageKnown, UsageTracking } from '../usage/types.ts';

export type ClientAuthentication = 'client_secret' | 'private_key_jwt' | 'self_signed_tls_client_auth';

export type KeyState = 'active' | 'disabled' | 'expired' | 'revoked';

/** A key record in its API form (design: HTTP API, `key`). Never contains the token or the private half. */
export interface Key {
  readonly id: string;
  readonly workspace: string;
  /** Null once the customer has been erased. */
  readonly customer: string | null;
  readonly name: string | null;
  readonly ending: string;
  readonly method: string;
  /** How an OAuth client authenticates at the token endpoint; null for other methods. */
  readonly clientAuthentication: ClientAuthentication | null;
  readonly scopes: readonly string[];
  readonly claims: JsonObject;
  readonly metadata: JsonObject;
  readonly state: KeyState;
  /** For an imported key, the time of the import. */
  readonly createdAt: number;
  /** Whether it comes from another system. */
  readonly imported: boolean;
  /**
   * An administrator key, `person:<id>` or `system`. For a key created in the portal, the one who opened the
   * session.
   */
  readonly createdBy: string;
  /** The portal session in which it was created; null if none. */
  readonly createdIn: string | null;
  /**
   * The side that disabled it; null while it isn't disabled. Only the producer can enable a key that the
   * producer disabled.
   */
  readonly disabledBy: Side | null;
  readonly expiresAt: number | null;
  /** The expiration before the rotation, for a key that is being replaced; null also if it had none. */
  readonly originalExpiresAt: number | null;
  readonly revokedAt: number | null;
  readonly revocationReason: string | null;
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  /**
   * The latest use reported by a gate; null if there is none, which is conclusive only if `usageTracking` is
   * `full`.
   */
  readonly lastUsedAt: number | null;
  readonly usageTracking: UsageTracking;
  readonly usageKnown: UsageKnown | null;
  readonly propagation: Propagation;
}

/** What registered readers have seen of the last change of a key's pin. */
export interface Propagation {
  /** What a reader that has the change does with the key. */
  readonly effect: 'accepted' | 'refused';
  /** How many of the `of` registered readers have fetched or applied the change. */
  readonly seen: number;
  readonly of: number;
  /**
   * When the last gate had applied it; null until all have, and always null while a gateway is registered.
   */
  readonly since: number | null;
  /** Estimated time by which every gateway has refreshed; null if no gateway is registered. */
  readonly latest: number | null;
}

export interface NewKey {
  readonly customer: string;
  /** Name of the method that creates the credential; the workspace's default if omitted. */
  readonly method?: string | undefined;
  readonly name?: string | null | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly claims?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
  /** Null or omitted: none, or the workspace's maximum lifetime. */
  readonly expiresAt?: number | null | undefined;
  /** What the customer made; only for a certificate and an OAuth client that authenticates with one, and then both. */
  readonly certificate?: string | undefined;
  readonly proof?: Proof | undefined;
  /** A public JWK, for an OAuth client that authenticates with it instead of a secret. */
  readonly clientKey?: JsonObject | undefined;
}

/** Proves that the caller who registers a certificate has its private key (spec/certificate.md §2). */
export interface Proof {
  /** Base64url. */
  readonly signature: string;
  /** The time in the signed text, in seconds since the Unix epoch. */
  readonly at: number;
}

/** A key of another system, known by its hash only. */
export interface ForeignKey extends Omit<NewKey, 'method' | 'certificate' | 'proof' | 'clientKey'> {
  /** SHA-256 of the whole key as it is sent, 32 bytes. */
  readonly pin: Uint8Array;
  /** Its last characters, at most six, if known. */
  readonly ending?: string | undefined;
  /** Takes the key as disabled. */
  readonly disabled?: boolean | undefined;
}

/** A key record with its pin, if another system could take the key by it. */
export interface ExportedKey extends Key {
  /** Null for a key of another method than `opaque`. */
  readonly pin: Uint8Array | null;
}

/** What became of a {@link ForeignKey}. */
export interface ImportedKey {
  /** Null in a dry run for a key that doesn't exist yet. */
  readonly keyId: string | null;
  /** False for a key that was there already; it was left as it is. */
  readonly created: boolean;
}

/** The only response that contains a token. */
export interface IssuedKey {
  readonly key: Key;
  /** Null for a credential that the customer made. */
  readonly token: string | null;
}

export interface KeyPatch {
  readonly name?: string | null | undefined;
  readonly metadata?: JsonObject | undefined;
  /** Can only be moved earlier; null only if the key has none. */
  readonly expiresAt?: number | null | undefined;
}

export interface Rotation {
  /** How long the old key keeps working, in seconds: 0 to 7,776,000 (90 days); 86,400 by default. */
  readonly overlapSeconds?: number | undefined;
  /** Omitted: the old key's name. Null: none. */
  readonly name?: string | null | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly claims?: JsonObject | undefined;
  /** Omitted: the same lifetime as the old key. Null: none. */
  readonly expiresAt?: number | null | undefined;
  /** The successor's, as in {@link NewKey}. */
  readonly certificate?: string | undefined;
  readonly proof?: Proof | undefined;
  readonly clientKey?: JsonObject | undefined;
}

export type RotationChange = { readonly endsAt: number } | { readonly end: true } | { readonly cancel: true };

/** The keys that a bulk revocation affects: those that match every given member. At least one is required. */
export interface RevocationFilter {
  /** Keys that the audit log doesn't know in their current form. Can't be combined with other members. */
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
  /** Up to 1,000 of their IDs, newest first. */
  readonly keyIds: readonly string[];
  /** With `dryRun`, the first 100 of them as records; otherwise empty. */
  readonly keys: readonly Key[];
  readonly dryRun: boolean;
}

export interface BulkRevocationOptions {
  /** If true, counts and lists the keys without revoking them. */
  readonly dryRun: boolean;
  readonly reason?: string | undefined;
  /** The number of keys that must match; if it differs, nothing is revoked. */
  readonly expectedCount?: number | undefined;
}

export interface KeyFilter {
  readonly customer?: string | undefined;
  /** Keys in any of these states; all if omitted. */
  readonly state?: readonly KeyState[] | undefined;
  readonly method?: string | undefined;
  /** Keys that expire before this time; those that never expire don't match. */
  readonly expiresBefore?: number | undefined;
  /** Matches part of a name, the start of a key ID, or the last characters of a key. */
  readonly q?: string | undefined;
  /** 1 to 500, 50 by default. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** A number of keys, counted up to a limit. */
export interface KeyCount {
  readonly count: number;
  /** Whether there are more than were counted. */
  readonly more: boolean;
}
