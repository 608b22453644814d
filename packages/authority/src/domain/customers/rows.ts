import { randomBytes } from 'node:crypto';
import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { CustomerRow, WorkspaceRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import { portions } from '../portions.ts';

/** @throws {@link AuthorityError} `customer_not_found`. */
export async function customerRow(
  db: Pick<Reads, 'customers'>,
  workspace: WorkspaceRow,
  subject: string,
): Promise<CustomerRow> {
  const row = await db.customers.bySubject(workspace.id, subject);
  if (row === undefined) {
    throw new AuthorityError(
      'customer_not_found',
      `The workspace "${workspace.slug}" has no customer with this ID. A customer is created with its first key or portal session.`,
    );
  }
  return row;
}

/**
 * Returns the records of those that exist, by their subjects. In a transaction, it is valid until one is created or
 * changed.
 */
export async function customersAmong(
  db: Pick<Reads, 'customers'>,
  workspace: WorkspaceRow,
  subjects: readonly string[],
): Promise<Map<string, CustomerRow>> {
  const known = new Map<string, CustomerRow>();
  for (const some of portions([...new Set(subjects)]))
    for (const row of await db.customers.bySubjects(workspace.id, some)) known.set(row.subject ?? '', row);
  return known;
}

/** Returns the customer's record, creating it if necessary. */
export async function customerOf(
  tx: Tx,
  workspace: WorkspaceRow,
  subject: string,
  at: number,
): Promise<CustomerRow> {
  const known = await tx.db.customers.bySubject(workspace.id, subject);
  if (known !== undefined) return known;
  return tx.db.customers.insert(newCustomer(workspace, subject, at));
}

/** The record of a customer that doesn't exist yet. */
export function newCustomer(workspace: WorkspaceRow, subject: string, at: number): Omit<CustomerRow, 'id'> {
  return {
    workspace_id: workspace.id,
    ref: `cus_${randomBytes(12).toString('base64url')}`,
    subject,
    name: null,
    state: 'active',
    max_keys: null,
    scopes: null,
    created_at: at,
  };
}

/**
 * Call this before writing any personal data of a customer.
 *
 * @throws {@link AuthorityError} `customer_suspended` once its erasure has begun.
 */
export function assertNotErasing({ state }: Pick<CustomerRow, 'state'>): void {
  if (state !== 'erasing') return;
  throw new AuthorityError(
    'customer_suspended',
    'The customer is being erased, which cannot be undone. Once that is done, you can use this ID for a new customer.',
  );
}
