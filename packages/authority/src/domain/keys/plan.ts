import { AuthorityError } from '../../errors.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import type { Bounds, View } from '../access/actor.ts';
import { defaultMethod } from '../methods/offered.ts';
import { LATEST } from './admission.ts';
import type { NewKey } from './types.ts';

/**
 * What a key that was asked for is to be: it has the workspace's default method unless it names one, the claims of the session are stamped on it, and without an expiry it gets the longest life
 * that the workspace allows.
 *
 * @throws {@link AuthorityError} `customer_not_allowed` for what a portal session may not say.
 */
export function planned(workspace: WorkspaceRow, view: View, asked: NewKey, now: number): NewKey {
  const method = asked.method ?? defaultMethod(workspace);
  const input = { ...asked, method, expiresAt: asked.expiresAt ?? longestLife(workspace, now) };
  if (view === 'all') return input;
  assertOwn(view, asked.customer);
  for (const member of ['claims', 'metadata'] as const) assertNotSaid(member, asked[member]);
  return { ...input, claims: view.claims };
}

/** The end of a life that begins now and is the longest allowed; undefined where any is. */
export function longestLife(workspace: WorkspaceRow, now: number): number | undefined {
  const seconds = workspace.longest_life_seconds;
  return seconds === null ? undefined : Math.min(now + seconds * 1_000, LATEST);
}

/**
 * The customer whose records a read is limited to; undefined: those of all.
 *
 * @param asked - The customer that the request names.
 * @throws {@link AuthorityError} `customer_not_allowed` when a portal session names another customer.
 */
export function subjectIn(view: View, asked: string | undefined): string | undefined {
  if (view === 'all') return asked;
  if (asked !== undefined) assertOwn(view, asked);
  return view.customer;
}

/** @throws {@link AuthorityError} `customer_not_allowed` when a portal session names another customer. */
function assertOwn(bounds: Bounds, customer: string): void {
  if (customer === bounds.customer) return;
  throw new AuthorityError(
    'customer_not_allowed',
    'This session belongs to one customer, but the request names another. Omit the customer, or use your own.',
    { pointer: '/customer' },
  );
}

/** @throws {@link AuthorityError} `customer_not_allowed` for a member that the producer alone may give. */
export function assertNotSaid(member: string, value: unknown): void {
  if (value === undefined) return;
  throw new AuthorityError(
    'customer_not_allowed',
    `"${member}" can only be set by the API provider, not by a portal session. Omit it.`,
    { pointer: `/${member}` },
  );
}
