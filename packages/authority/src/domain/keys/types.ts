import type { JsonObject } from '@lostwax/core';
import type { Side } from '../access/actor.ts';
import type { UsageKnown, UsageTracking } from '../usage/types.ts';

export type KeyState = 'active' | 'disabled' | 'expired' | 'revoked';

/** A key record as the API shows it (design: HTTP API, `key`). Never the token, never the private half. */
export interface Key {
  readonly id: string;
  readonly workspace: string;
  /** Null once the customer has been erased. */
  readonly customer: string | null;
  readonly name: string | null;
  readonly ending: string;
  readonly method: string;
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
  /** The expiration before the rotation, of a key that is being replaced; null also where there was none. */
  readonly originalExpiresAt: number | null;
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

export interface NewKey {
  readonly customer: string;
  /** Name of the method that makes the credential; the workspace's default unless given. */
  readonly method?: string | undefined;
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
  /** With `dryRun`, the first 100 of them as records; otherwise none. */
  readonly keys: readonly Key[];
  readonly dryRun: boolean;
}

export interface BulkRevocationOptions {
  /** True: count and name the keys, change nothing. */
  readonly dryRun: boolean;
  readonly reason?: string | undefined;
  /** How many keys must match now; otherwise nothing is revoked. */
  readonly expectedCount?: number | undefined;
}

export interface KeyFilter {
  readonly customer?: string | undefined;
  /** Keys in any of these; all unless given. */
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

/** How many keys there are, counted up to a bound. */
export interface KeyCount {
  readonly count: number;
  /** Whether there are more than were counted. */
  readonly more: boolean;
}
