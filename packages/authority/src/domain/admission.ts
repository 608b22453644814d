import { type JsonValue, registeredClaimNames } from '@lostwax/core';
import { type Kysely, sql } from 'kysely';
import { AuthorityError } from '../errors.ts';
import { prepared } from '../store/prepared.ts';
import type { CustomerRow, Database, WorkspaceRow } from '../store/tables.ts';
import { ADMIN_SLUG, adminScopes, isAdminScope } from './permissions.ts';
import type { NewKey } from './types.ts';

/** Last second of the year 9999: later ones have no RFC 3339 form. */
export const LATEST = 253_402_300_799_000;

const bySubject = prepared((db, workspaceId: number, subject: string) =>
  db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('subject', '=', subject),
);

/**
 * Whether this key may be issued now: asked before the key pair is made, to fail early, and again inside the
 * transaction that stores it, to be sure.
 *
 * @throws {@link AuthorityError} `scope_not_allowed`, `claim_registered`, `expiry_not_allowed`, `customer_suspended`,
 *   `key_limit_reached`.
 * @returns The customer's row, or undefined when it will be made with this key.
 */
export async function admit(
  db: Kysely<Database>,
  workspace: WorkspaceRow,
  input: NewKey,
  now: number,
  /** The key that this one succeeds. It then does not count against the most keys, unless that is in an overlap itself. */
  replaces?: string,
): Promise<CustomerRow | undefined> {
  checkClaims(input.claims ?? {});
  if (input.expiresAt !== undefined) checkExpiry(input.expiresAt, now);
  const [customer] = await bySubject(db, workspace.id, input.customer);
  checkScopes(workspace, customer, input.scopes ?? []);
  if (customer === undefined) return undefined;
  if (customer.state === 'suspended') {
    throw new AuthorityError(
      'customer_suspended',
      `The customer "${input.customer}" is suspended, so no key is made for it. Lift the suspension first (PATCH the customer, state active).`,
    );
  }
  if (customer.max_keys !== null && (replaces === undefined || (await isInOverlap(db, replaces, now)))) {
    const count = await liveKeys(db, customer.id, now);
    if (count >= customer.max_keys) {
      throw new AuthorityError(
        'key_limit_reached',
        `The customer "${input.customer}" has ${count} keys and may have ${customer.max_keys}. Revoke one, end an overlap, or raise maxKeys of the customer.`,
      );
    }
  }
  return customer;
}

/** A key that lives, but not for ever: of an elder, that its overlap lasts. */
const lasts = (alias: 'elder' | 'first', now: number) =>
  sql<boolean>`${sql.ref(`${alias}.revoked_at`)} is null and ${sql.ref(`${alias}.expires_at`)} > ${now}`;

/**
 * Keys that count against `maxKeys`: neither revoked nor expired, and not a successor whose elder still lives.
 *
 * A successor of such a successor does count: a chain of rotations would else be any number of keys.
 */
export async function liveKeys(db: Kysely<Database>, customerId: number, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('keys as k')
    .leftJoin('keys as elder', (join) => join.onRef('elder.kid', '=', 'k.replaces').on(lasts('elder', now)))
    .leftJoin('keys as first', (join) =>
      join.onRef('first.kid', '=', 'elder.replaces').on(lasts('first', now)),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('k.customer_id', '=', customerId)
    .where('k.revoked_at', 'is', null)
    .where(({ or, eb }) => or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', now)]))
    .where(({ or, eb }) => or([eb('elder.id', 'is', null), eb('first.id', 'is not', null)]))
    .executeTakeFirstOrThrow();
  return count;
}

/** Whether this key is a successor whose elder still lives. */
async function isInOverlap(db: Kysely<Database>, kid: string, now: number): Promise<boolean> {
  const elder = await db
    .selectFrom('keys as k')
    .innerJoin('keys as elder', 'elder.kid', 'k.replaces')
    .select('elder.id')
    .where('k.kid', '=', kid)
    .where(lasts('elder', now))
    .executeTakeFirst();
  return elder !== undefined;
}

/** @throws {@link AuthorityError} `scope_not_allowed` for a scope beyond the ceiling of the workspace or the customer. */
export function checkScopes(
  workspace: WorkspaceRow,
  customer: Pick<CustomerRow, 'scopes'> | undefined,
  scopes: readonly string[],
): void {
  if (workspace.slug === ADMIN_SLUG) {
    const bad = scopes.find((scope) => !isAdminScope(scope));
    if (bad !== undefined) {
      throw notAllowed(
        bad,
        `An administrator's key can have ${adminScopes.join(', ')}, each alone or followed by @ and a workspace's slug.`,
      );
    }
  }
  for (const [owner, text] of [
    ['workspace', workspace.scopes],
    ['customer', customer?.scopes ?? null],
  ] as const) {
    if (text === null) continue;
    const ceiling: readonly string[] = JSON.parse(text);
    const bad = scopes.find((scope) => !ceiling.includes(scope));
    if (bad !== undefined) {
      throw notAllowed(
        bad,
        ceiling.length === 0 ? `The ${owner} allows none.` : `The ${owner} allows ${ceiling.join(', ')}.`,
      );
    }
  }
}

function notAllowed(scope: string, allowed: string): AuthorityError {
  return new AuthorityError('scope_not_allowed', `The scope "${scope}" cannot be granted here. ${allowed}`, {
    pointer: '/scopes',
  });
}

function checkClaims(claims: { readonly [name: string]: JsonValue }): void {
  const name = Object.keys(claims).find((name) => registeredClaimNames.has(name));
  if (name === undefined) return;
  throw new AuthorityError(
    'claim_registered',
    `The claim "${name}" has a meaning of its own in every token (RFC 7519, RFC 8693) and is set by the authority alone. Choose another name.`,
    { pointer: `/claims/${name}` },
  );
}

/** The whole second in which a token says that it ends: NumericDate as we write it has no fractions. */
export function wholeSecond(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

/** @throws {@link AuthorityError} `expiry_not_allowed` for what is not between now and the end of the year 9999. */
export function checkExpiry(expiresAt: number, now: number): void {
  if (wholeSecond(expiresAt) > now && expiresAt <= LATEST) return;
  throw new AuthorityError(
    'expiry_not_allowed',
    'A key can expire from now on and before the year 10000. Give a time in the future, or leave it out.',
    {
      pointer: '/expiresAt',
    },
  );
}
