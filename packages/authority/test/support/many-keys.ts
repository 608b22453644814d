import { seedKeys } from '../../../../lab/bench/seed.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import type { Fixture } from './fixture.ts';
import { workspace } from './fixture.ts';

/** A new workspace with one customer that has this many keys. */
export async function customerOfMany(
  it: Fixture,
  keys: number,
): Promise<{ readonly slug: string; readonly customer: string }> {
  const slug = await workspace(it);
  seedKeys({ file: it.file, workspace: slug, keys, customers: 1 });
  const { items } = await it.domain.listCustomers(slug, {});
  return { slug, customer: String(items[0]?.id) };
}

/** Resolves after the next notification of a pin change: then an operation that changes many is in progress. */
export function nextChange({ store }: Pick<Fixture, 'store'>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = store.onCommit(() => resolve());
  return promise.finally(end);
}

/** Number of published keys in a workspace. */
export async function publishedOf({ store }: Pick<Fixture, 'store'>, slug: string): Promise<number> {
  const { count } = await tablesBehind(store.read)
    .selectFrom('keys')
    .innerJoin('workspaces', 'workspaces.id', 'keys.workspace_id')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspaces.slug', '=', slug)
    .where('keys.published', '=', 1)
    .executeTakeFirstOrThrow();
  return count;
}
