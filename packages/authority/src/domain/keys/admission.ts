import { type JsonValue, registeredClaimNames } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { CustomerRow, WorkspaceRow } from '../../store/rows.ts';
import type { Bounds, View } from '../access/actor.ts';
import { ADMIN_SLUG, adminScopes, isAdminScope } from '../access/permissions.ts';
import { checkGiven } from '../methods/certificate.ts';
import { checkClientKey } from '../methods/client-key.ts';
import { assertOffered, defaultMethod } from '../methods/offered.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import type { NewKey } from './types.ts';

/** The last second of the year 9999; later times can't be written in RFC 3339. */
export const LATEST = 253_402_300_799_000;

/**
 * Checks that a key may be issued now. Called before the key pair is generated, to fail early, and again in
 * the transaction that stores the key.
 *
 * @returns The customer, unless this is its first key.
 * @throws {@link AuthorityError} `method_not_offered`, `invalid_request` for a missing or unexpected
 * certificate, `scope_not_allowed`, `claim_registered`, `expiry_not_allowed`, `customer_suspended`,
 * `key_limit_reached`.
 */
export async function admit(
  db: Reads,
  workspace: WorkspaceRow,
  input: NewKey,
  now: number,
  { replaces, view, customers }: Admission,
): Promise<CustomerRow | undefined> {
  // A rotation keeps the method: a customer must be able to replace a key even if new keys use other methods.
  if (replaces === undefined) assertOffered(workspace, input.method ?? defaultMethod(workspace));
  checkGiven(input);
  checkClientKey(input);
  const customer = customers
    ? customers.get(input.customer)
    : await db.customers.bySubject(workspace.id, input.customer);
  checkAsked(workspace, customer, input, now, view);
  if (workspace.slug === ADMIN_SLUG) await checkPlaces(db, input.scopes ?? []);
  const most = mostKeys(workspace, customer, view);
  if (most === null || (replaces !== undefined && !(await db.keys.isSuccessorInOverlap(replaces, now))))
    return customer;
  checkCount(input, customer === undefined ? 0 : await db.keys.countLive(customer.id, now), most);
  return customer;
}

/**
 * Checks what a key may be, without its method and the number of keys. Asks the store nothing, so that an import can check a
 * thousand keys at once.
 *
 * @throws {@link AuthorityError} `scope_not_allowed`, `claim_registered`, `expiry_not_allowed`, `customer_suspended`.
 */
export function checkAsked(
  workspace: WorkspaceRow,
  customer: CustomerRow | undefined,
  input: NewKey,
  now: number,
  view: View,
): void {
  checkClaims(input.claims ?? {});
  checkLife(workspace, input.expiresAt ?? null, now);
  checkScopes(workspace, customer, input.scopes ?? [], view);
  if (customer === undefined || customer.state === 'active') return;
  throw new AuthorityError(
    'customer_suspended',
    `The customer "${input.customer}" is suspended, so no key was created. Resume the customer first (PATCH the customer with state active).`,
  );
}

/**
 * @param count - How many keys the customer has.
 * @throws {@link AuthorityError} `key_limit_reached`.
 */
export function checkCount({ customer }: Pick<NewKey, 'customer'>, count: number, most: number): void {
  if (count < most) return;
  throw new AuthorityError(
    'key_limit_reached',
    `The customer "${customer}" has ${count} keys, and its limit is ${most}. Revoke a key, end an overlap, or raise the customer's maxKeys.`,
  );
}

/** Further inputs to the decision whether a key may be issued. */
interface Admission {
  /**
   * The key that this one replaces. It then doesn't count toward the key limit, unless it is in an overlap
   * itself.
   */
  readonly replaces?: string | undefined;
  readonly view: View;
  /** The workspace's customers by their subjects, as far as they exist, if they have been read already. */
  readonly customers?: ReadonlyMap<string, CustomerRow>;
}

/**
 * Returns the key limit: the customer's, or the workspace's if the customer has none, and never more than the
 * session's. Null: no limit.
 */
export function mostKeys(
  workspace: Pick<WorkspaceRow, 'max_keys_per_customer'>,
  customer: Pick<CustomerRow, 'max_keys'> | undefined,
  view: 'all' | Pick<Bounds, 'maxKeys'>,
): number | null {
  const limits = [
    customer?.max_keys ?? workspace.max_keys_per_customer,
    view === 'all' ? null : view.maxKeys,
  ];
  const [...set] = limits.filter((limit) => limit !== null);
  return set.length === 0 ? null : set.reduce((a, b) => Math.min(a, b));
}

/**
 * @throws {@link AuthorityError} `scope_not_allowed` for a scope that the workspace, the customer or the
 * session doesn't allow.
 */
export function checkScopes(
  workspace: WorkspaceRow,
  customer: Pick<CustomerRow, 'scopes'> | undefined,
  scopes: readonly string[],
  view: View,
): void {
  if (workspace.slug === ADMIN_SLUG) {
    const bad = scopes.find((scope) => !isAdminScope(scope));
    if (bad !== undefined) {
      throw notAllowed(
        bad,
        `An administrator key can have ${adminScopes.join(', ')}, each optionally followed by @ and a workspace slug.`,
      );
    }
  }
  for (const [owner, ceiling] of [
    ['workspace', readCeiling(workspace.scopes)],
    ['customer', readCeiling(customer?.scopes ?? null)],
    ['session', view === 'all' ? null : view.scopes],
  ] as const) {
    if (ceiling === null) continue;
    const bad = scopes.find((scope) => !ceiling.includes(scope));
    if (bad !== undefined) {
      throw notAllowed(
        bad,
        ceiling.length === 0 ? `The ${owner} allows none.` : `The ${owner} allows ${ceiling.join(', ')}.`,
      );
    }
  }
}

/**
 * Checks that scopes of an administrator key name existing workspaces. A mistyped slug would grant nothing
 * now, but would grant access as soon as a workspace of that name was created.
 *
 * @throws {@link AuthorityError} `scope_not_allowed`.
 */
async function checkPlaces(db: Reads, scopes: readonly string[]): Promise<void> {
  for (const scope of scopes) {
    const slug = scope.split('@', 2)[1];
    if (slug === undefined) continue;
    await workspaceRow(db, slug).catch((error: unknown) => {
      if (!(error instanceof AuthorityError)) throw error;
      throw notAllowed(scope, `Workspace "${slug}" not found. GET /v1/workspaces lists the workspaces.`);
    });
  }
}

/** Parses a stored list of allowed scopes; null allows any. */
function readCeiling(text: string | null): readonly string[] | null {
  return text === null ? null : JSON.parse(text);
}

function notAllowed(scope: string, allowed: string): AuthorityError {
  return new AuthorityError('scope_not_allowed', `The scope "${scope}" cannot be granted here. ${allowed}`, {
    pointer: '/scopes',
  });
}

/** @throws {@link AuthorityError} `claim_registered`. */
export function checkClaims(claims: { readonly [name: string]: JsonValue }): void {
  const name = Object.keys(claims).find((name) => registeredClaimNames.has(name));
  if (name === undefined) return;
  throw new AuthorityError(
    'claim_registered',
    `The claim "${name}" is reserved (RFC 7519, RFC 8693) and set only by the authority. Choose another name.`,
    { pointer: `/claims/${name}` },
  );
}

/**
 * Rounds to the whole second that a token states as its expiration: we write NumericDate without fractions.
 */
export function wholeSecond(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

/**
 * @throws {@link AuthorityError} `expiry_not_allowed` unless the time is between now and the end of the year
 * 9999.
 */
export function checkExpiry(expiresAt: number, now: number): void {
  if (wholeSecond(expiresAt) > now && expiresAt <= LATEST) return;
  throw new AuthorityError(
    'expiry_not_allowed',
    'A key must expire in the future and before the year 10000. Choose a future time, or omit it.',
    {
      pointer: '/expiresAt',
    },
  );
}

/**
 * @throws {@link AuthorityError} `expiry_not_allowed`, also for a new key that would exceed the workspace's
 * maximum lifetime.
 */
function checkLife(workspace: WorkspaceRow, expiresAt: number | null, now: number): void {
  if (expiresAt !== null) checkExpiry(expiresAt, now);
  const seconds = workspace.longest_life_seconds;
  if (seconds === null || (expiresAt !== null && expiresAt <= now + seconds * 1_000)) return;
  throw new AuthorityError(
    'expiry_not_allowed',
    `The maximum lifetime of keys in workspace "${workspace.slug}" is ${seconds} seconds. Choose an earlier expiration, or omit it to use the maximum.`,
    { pointer: '/expiresAt' },
  );
}
