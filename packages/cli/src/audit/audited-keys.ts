import type { AuditEntry } from '@lostwax/client';

/** The state of one key according to the audit log. */
export interface AuditedKey {
  readonly customerRef: string | null;
  /** From the row that binds it; undefined if there is none. */
  bound: Bound | undefined;
  revoked: boolean;
  disabled: boolean;
  expired: boolean;
  /** Milliseconds since the Unix epoch; null if it never expires; undefined if no row tells. */
  endsAt: number | null | undefined;
  /** The expiration it had before an overlap; undefined outside of one. */
  formerEndsAt: number | null | undefined;
}

/** Hashes of SHA-256, in base64url without padding. */
export interface Bound {
  readonly pinHash: string;
  readonly halfPinHash: string;
  /** Null for a key that the key set leaves out. */
  readonly publicHalfHash: string | null;
  readonly scopes: string;
}

/** The keys of a suspended customer are withdrawn one after another: until this has passed, they can still be published. */
const SETTLING_MILLISECONDS = 900_000;
/** Tolerance for clock differences between the two machines, and for expirations that take effect late. */
const SKEW_MILLISECONDS = 60_000;

/** Whether a key should be published; `unsure` while it is changing. */
export type Standing = 'live' | 'ended' | 'unsure';

/** A signing key according to the audit log. */
export interface AuditedSigner {
  readonly publicHalfHash: string | undefined;
  removed: boolean;
}

/** The keys of a workspace, reconstructed row by row from its audit log. */
export class AuditedKeys {
  readonly #keys = new Map<string, AuditedKey>();
  /** Signing keys, by their key IDs. */
  readonly signers = new Map<string, AuditedSigner>();
  readonly #suspendedAt = new Map<string, number>();
  readonly #changing = new Set<string>();
  #hashesBegan: boolean = false;

  /** Hash of the workspace's sentinel; undefined if no row has it. */
  sentinelHash: string | undefined;

  get(kid: string): AuditedKey | undefined {
    return this.#keys.get(kid);
  }

  get all(): Iterable<[string, AuditedKey]> {
    return this.#keys;
  }

  /** @param isLate - The row was added while the key set was being read: the keys it concerns are skipped. */
  apply(row: AuditEntry, isLate: boolean): void {
    const at = Date.parse(row.at);
    const { keyId, customerRef, details } = row;
    if (isLate) for (const id of [keyId, customerRef]) if (id !== null) this.#changing.add(id);
    if (row.action === 'customer.update' && customerRef !== null)
      this.#suspend(customerRef, details['state'], at);
    const { sentinelHash } = details;
    // It never changes, so a later row is forged.
    if (typeof sentinelHash === 'string') this.sentinelHash ??= sentinelHash;
    if (keyId === null) return;
    if (row.action.startsWith('signing-key.')) {
      this.#applyToSigner(keyId, row.action, details);
      return;
    }
    const key = this.#keyOf(keyId, customerRef);
    if (binders.has(row.action)) this.#bind(key, row);
    else changes[row.action]?.(key, details);
  }

  standing(kid: string, key: AuditedKey, now: number): Standing {
    const { customerRef, endsAt } = key;
    if (this.#changing.has(kid) || (customerRef !== null && this.#changing.has(customerRef))) return 'unsure';
    if (key.revoked || key.disabled || key.expired) return 'ended';
    const suspendedAt = customerRef === null ? undefined : this.#suspendedAt.get(customerRef);
    if (suspendedAt !== undefined) {
      if (Math.abs(suspendedAt) > now - SETTLING_MILLISECONDS) return 'unsure';
      if (suspendedAt > 0) return 'ended';
    }
    if (endsAt === undefined) return 'unsure';
    if (endsAt === null || endsAt > now + SKEW_MILLISECONDS) return 'live';
    return endsAt > now - SKEW_MILLISECONDS ? 'unsure' : 'ended';
  }

  /** Whether it was changed while the key set was being read. */
  isChanging(kid: string): boolean {
    return this.#changing.has(kid);
  }

  #applyToSigner(kid: string, action: string, { publicHalfHash }: Details): void {
    const signer = this.signers.get(kid);
    // It is created once, so a later row is forged.
    if (action === 'signing-key.create') {
      const hash = typeof publicHalfHash === 'string' ? publicHalfHash : undefined;
      if (signer === undefined) this.signers.set(kid, { publicHalfHash: hash, removed: false });
    } else if (signer !== undefined && action !== 'signing-key.rotate') signer.removed = true;
  }

  #keyOf(kid: string, customerRef: string | null): AuditedKey {
    let key = this.#keys.get(kid);
    if (key === undefined) {
      const [revoked, disabled, expired] = [false, false, false];
      key = {
        customerRef,
        bound: undefined,
        revoked,
        disabled,
        expired,
        endsAt: undefined,
        formerEndsAt: undefined,
      };
      this.#keys.set(kid, key);
    }
    return key;
  }

  /** A negative time is when the customer was resumed. */
  #suspend(ref: string, state: unknown, at: number): void {
    if (state === 'suspended') this.#suspendedAt.set(ref, at);
    if (state === 'active' && this.#suspendedAt.has(ref)) this.#suspendedAt.set(ref, -at);
  }

  #bind(key: AuditedKey, { action, details }: AuditEntry): void {
    const { pinHash, halfPinHash, publicHalfHash, scopes, expiresAt, formerExpiresAt } = details;
    key.endsAt = numberOr(expiresAt, null);
    key.formerEndsAt = formerExpiresAt === undefined ? undefined : numberOr(formerExpiresAt, null);
    if (typeof pinHash !== 'string' || typeof halfPinHash !== 'string') return;
    if (typeof publicHalfHash !== 'string' && publicHalfHash !== null) return;
    if (action !== 'key.bind') this.#hashesBegan = true;
    // Older keys are entered once, before any key is issued, so a later row of this kind is forged.
    else if (this.#hashesBegan) return;
    key.bound = { pinHash, halfPinHash, publicHalfHash, scopes: JSON.stringify(scopes) };
  }
}

const binders = new Set(['key.issue', 'key.rotate', 'key.bind']);

type Details = AuditEntry['details'];

const changes: Readonly<Record<string, (key: AuditedKey, details: Details) => void>> = {
  'key.revoke': (key) => {
    key.revoked = true;
  },
  'key.disable': (key) => {
    key.disabled = true;
  },
  'key.enable': (key) => {
    key.disabled = false;
  },
  'key.expire': (key) => {
    key.expired = true;
  },
  'key.unexpire': (key) => {
    key.expired = false;
  },
  'key.update': (key, { expiresAt }) => {
    if (typeof expiresAt !== 'number') return;
    key.endsAt = expiresAt;
    if (key.formerEndsAt !== undefined) key.formerEndsAt = expiresAt;
  },
  'rotation.begin': (key, { endsAt }) => {
    key.formerEndsAt = key.endsAt;
    key.endsAt = numberOr(endsAt, undefined);
  },
  'rotation.move': (key, { endsAt }) => {
    key.endsAt = numberOr(endsAt, undefined);
  },
  'rotation.undo': (key) => {
    key.endsAt = key.formerEndsAt;
    key.formerEndsAt = undefined;
  },
};

function numberOr<Other>(value: unknown, other: Other): number | Other {
  return typeof value === 'number' ? value : other;
}
