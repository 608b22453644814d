import type { Reads } from '../../store/queries/queries.ts';
import type { CustomerRow } from '../../store/rows.ts';
import type { Context } from '../context.ts';
import { cut, idOfCursor, type Page } from '../page.ts';
import { newestOf } from '../stretches.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { customerRow } from './rows.ts';
import type { Customer } from './types.ts';

export async function customerView(db: Reads, row: CustomerRow, now: number): Promise<Customer> {
  return {
    id: row.subject as string,
    name: row.name,
    // While a customer is being erased, its keys are refused and it can't get new ones.
    state: row.state === 'active' ? 'active' : 'suspended',
    maxKeys: row.max_keys,
    scopes: row.scopes === null ? null : JSON.parse(row.scopes),
    createdAt: row.created_at,
    liveKeys: await db.keys.countLive(row.id, now),
  };
}

export async function customer({ store, now }: Context, slug: string, subject: string): Promise<Customer> {
  const workspace = await workspaceRow(store.read, slug);
  return customerView(store.read, await customerRow(store.read, workspace, subject), now());
}

export async function listCustomers(
  { store, now }: Context,
  slug: string,
  filter: { q?: string | undefined; limit?: number | undefined; cursor?: string | undefined },
): Promise<Page<Customer>> {
  const workspace = await workspaceRow(store.read, slug);
  const { q, limit = 50, cursor } = filter;
  const rows = await newestOf({
    below: cursor === undefined ? Number.MAX_SAFE_INTEGER : idOfCursor(cursor),
    most: limit + 1,
    // Sparse even without a search: rows of other workspaces and erased customers are in between.
    sparse: true,
    further: (below, count) => store.read.customers.further(below, count),
    read: (from, below, most) => store.read.customers.newest(workspace.id, { from, below, most }, q),
  });
  const { shown, nextCursor } = cut(rows, limit, ({ id }) => id);
  return {
    items: await Promise.all(shown.map((row) => customerView(store.read, row, now()))),
    nextCursor,
  };
}
