import type { KeyState } from '../../src/domain/keys/types.ts';
import type { ErrorCode } from '../../src/errors.ts';

/** A refusal by the model. */
export class Refusal extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

export interface ModelKey {
  id: string;
  readonly customer: ModelCustomer;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  expiresAt: number | null;
  /** The earlier expiry, while an overlap shortens its life. */
  former: number | null | undefined;
  disabled: boolean;
  revoked: boolean;
  published: boolean;
  readonly replaces: ModelKey | null;
  replacedBy: ModelKey | null;
}

export interface ModelCustomer {
  readonly id: string;
  suspended: boolean;
  maxKeys: number;
  scopes: readonly string[] | null;
}

/** A workspace's specified behavior in a few lines: lists of keys and customers, and no store. Times are in milliseconds. */
export class Model {
  now: number;
  ceiling: readonly string[] | null = null;
  customers = new Map<string, ModelCustomer>();
  readonly keys: ModelKey[] = [];
  /** Number of changed pins so far. */
  seq = 0;

  constructor(now: number) {
    this.now = now;
  }

  state(key: ModelKey): KeyState {
    if (key.revoked) return 'revoked';
    if (key.expiresAt !== null && key.expiresAt <= this.now) return 'expired';
    return key.disabled ? 'disabled' : 'active';
  }

  /** Counts every pin that was added or removed; called after each action. */
  settle(): void {
    for (const key of this.keys) {
      const live = this.state(key) === 'active' && !key.customer.suspended;
      if (live !== key.published) this.seq += 1;
      key.published = live;
    }
  }

  count(customer: ModelCustomer): number {
    return this.keys.filter((key) => {
      const counts = !this.#overlaps(key) || (key.replaces !== null && this.#overlaps(key.replaces));
      return key.customer === customer && !this.#ended(key) && counts;
    }).length;
  }

  /** Whether the key is a successor whose predecessor is live. */
  #overlaps({ replaces: elder }: ModelKey): boolean {
    return elder !== null && !elder.revoked && elder.expiresAt !== null && elder.expiresAt > this.now;
  }

  issue(
    id: string,
    scopes: readonly string[],
    expiresAt: number | null,
    replaces: ModelKey | null = null,
  ): ModelKey {
    if (expiresAt !== null && expiresAt <= this.now) throw new Refusal('expiry_not_allowed');
    const known = this.customers.get(id);
    this.#assertScopes(known, scopes);
    if (known?.suspended) throw new Refusal('customer_suspended');
    const counts = replaces === null || this.#overlaps(replaces);
    if (known && counts && this.count(known) >= known.maxKeys) throw new Refusal('key_limit_reached');
    const customer = known ?? { id, suspended: false, maxKeys: Infinity, scopes: null };
    this.customers.set(id, customer);
    const rest = { former: undefined, disabled: false, revoked: false, published: false, replacedBy: null };
    const key: ModelKey = { id: '', customer, scopes, createdAt: this.now, expiresAt, replaces, ...rest };
    this.keys.push(key);
    return key;
  }

  rotate(
    old: ModelKey,
    overlap: number,
    scopes: readonly string[] | undefined,
    expiresAt: number | null | undefined,
  ): ModelKey {
    this.#assertLives(old);
    if (old.disabled) throw new Refusal('key_disabled');
    if (old.replacedBy !== null) throw new Refusal('key_replaced');
    const sameLife = old.expiresAt === null ? null : this.now + old.expiresAt - old.createdAt;
    const key = this.issue(
      old.customer.id,
      scopes ?? old.scopes,
      expiresAt === undefined ? sameLife : expiresAt,
      old,
    );
    old.former = old.expiresAt;
    old.expiresAt = Math.min(this.now + overlap, old.expiresAt ?? Infinity);
    old.replacedBy = key;
    return key;
  }

  moveOverlap(old: ModelKey, endsAt: number): void {
    const successor = this.#assertInOverlap(old);
    const latest = Math.min(old.former ?? Infinity, successor.createdAt + 90 * 86_400_000);
    if (endsAt < this.now - 300_000 || endsAt > latest) throw new Refusal('expiry_not_allowed');
    if (Math.max(endsAt, this.now) > (old.expiresAt ?? Infinity)) this.#assertMayLive(old);
    old.expiresAt = Math.max(endsAt, this.now);
  }

  undo(old: ModelKey): void {
    const successor = this.#assertInOverlap(old);
    for (let next = successor.replacedBy; next !== null; next = next.replacedBy) {
      if (!this.#ended(next)) throw new Refusal('key_replaced');
    }
    this.#assertMayLive(old);
    successor.revoked = true;
    old.expiresAt = old.former ?? null;
    old.former = undefined;
    old.replacedBy = null;
  }

  disable(key: ModelKey): void {
    this.#assertLives(key);
    key.disabled = true;
  }

  enable(key: ModelKey): void {
    this.#assertLives(key);
    if (key.disabled) this.#assertMayLive(key);
    key.disabled = false;
  }

  shorten(key: ModelKey, expiresAt: number): void {
    this.#assertLives(key);
    if (expiresAt <= this.now) throw new Refusal('expiry_not_allowed');
    if (key.expiresAt !== null && expiresAt > key.expiresAt) throw new Refusal('key_immutable');
    if (key.former !== undefined) key.former = expiresAt;
    key.expiresAt = expiresAt;
  }

  revokeAll(customer: string): number {
    const keys = this.keys.filter(
      (key) => key.customer === this.customers.get(customer) && !this.#ended(key),
    );
    for (const key of keys) key.revoked = true;
    return keys.length;
  }

  /** @throws Refusal `customer_not_found` for a customer that has no key yet or was erased. */
  customer(id: string): ModelCustomer {
    const customer = this.customers.get(id);
    if (customer === undefined) throw new Refusal('customer_not_found');
    return customer;
  }

  erase(id: string): void {
    const customer = this.customer(id);
    for (const key of this.keys) key.revoked ||= key.customer === customer;
    this.customers.delete(id);
  }

  #ended(key: ModelKey): boolean {
    return ['revoked', 'expired'].includes(this.state(key));
  }

  #assertLives(key: ModelKey): void {
    if (this.#ended(key)) throw new Refusal('key_ended');
  }

  #assertInOverlap(old: ModelKey): ModelKey {
    if (old.replacedBy === null) throw new Refusal('no_rotation');
    this.#assertLives(old);
    return old.replacedBy;
  }

  #assertMayLive(key: ModelKey): void {
    if (key.customer.suspended) throw new Refusal('customer_suspended');
    this.#assertScopes(key.customer, key.scopes);
  }

  #assertScopes(customer: ModelCustomer | undefined, scopes: readonly string[]): void {
    for (const ceiling of [this.ceiling, customer?.scopes ?? null]) {
      if (ceiling !== null && !scopes.every((scope) => ceiling.includes(scope)))
        throw new Refusal('scope_not_allowed');
    }
  }
}
