import { AuthorityError } from '../../errors.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import type { Bounds, View } from '../access/actor.ts';
import { defaultMethod } from '../methods/offered.ts';
import { LATEST } from './admission.ts';
import type { NewKey } from './types.ts';

/**
 * Completes a key request: applies the workspace's default method unless one is named, adds the session's
 * claims, and uses the workspace's maximum lifetime if there is no expiration.
 *
 * @throws {@link AuthorityError} `customer_not_allowed` for members that a portal session may not send.
 */
export function planned(workspace: WorkspaceRow, view: View, asked: NewKey, now: number): NewKey {
  const method = asked.method ?? defaultMethod(workspace);
  const input = { ...asked, method, expiresAt: asked.expiresAt ?? longestLife(workspace, now) };
  if (view === 'all') return input;
  assertOwn(view, asked.customer);
  for (const member of ['claims', 'metadata'] as const) assertNotSaid(member, asked[member]);
  return { ...input, claims: view.claims };
}

/** Returns the end of the maximum lifetime, counted from now; undefined if there is no maximum. */
export function longestLife(workspace: WorkspaceRow, now: number): number | undefined {
  const seconds = workspace.longest_life_seconds;
  return seconds === null ? undefined : Math.min(now + seconds * 1_000, LATEST);
}

/**
 * Returns the customer a read is limited to; undefined for all customers.
 *
 * @param asked - The customer named in the request.
 * @throws {@link AuthorityError} `customer_not_allowed` if a portal session names another customer.
 */
export function subjectIn(view: View, asked: string | undefined): string | undefined {
  if (view === 'all') return asked;
  if (asked !== undefined) assertOwn(view, asked);
  return view.customer;
}

/** @throws {@link AuthorityError} `customer_not_allowed` if a portal session names another customer. */
function assertOwn(bounds: Bounds, customer: string): void {
  if (customer === bounds.customer) return;
  throw new AuthorityError(
    'customer_not_allowed',
    'This session belongs to one customer, but the request names another. Omit the customer, or use your own.',
    { pointer: '/customer' },
  );
}

/** @throws {@link AuthorityError} `customer_not_allowed` for a member that only the producer may send. */
export function assertNotSaid(member: string, value: unknown): void {
  if (value === undefined) return;
  throw new AuthorityError(
    'customer_not_allowed',
    `"${member}" can only be set by the API provider, not by a portal session. Omit it.`,
    { pointer: `/${member}` },
  );
}
