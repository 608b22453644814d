import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { CustomerRow, Database } from '../store/tables.ts';
import { liveKeys } from './admission.ts';
import type { Context } from './context.ts';
import { customerRow } from './customer-rows.ts';
import { revokeStep } from './end-keys.ts';
import { selectKeys } from './key-view.ts';
import { Ledger } from './ledger.ts';
import { assertAdminRemains, changeKey } from './lifecycle.ts';
import { likePart } from './list.ts';
import { cursorOf, idOfCursor, workspaceRow } from './rows.ts';
import { newestOf } from './stretches.ts';
import type { Actor, Customer, CustomerPatch, Page } from './types.ts';

/** Keys between two turns of the event loop, so that a customer with very many does not hold up everybody's answers. */
const KEYS_PER_TURN = 200;

async function view(db: Kysely<Database>, row: CustomerRow, now: number): Promise<Customer> {
  return {
    id: row.subject as string,
    name: row.name,
    state: row.state === 'suspended' ? 'suspended' : 'active',
    maxKeys: row.max_keys,
    scopes: row.scopes === null ? null : JSON.parse(row.scopes),
    createdAt: row.created_at,
    liveKeys: await liveKeys(db, row.id, now),
  };
}

export async function customer({ store, now }: Context, slug: string, subject: string): Promise<Customer> {
  const workspace = await workspaceRow(store.read, slug);
  return view(store.read, await customerRow(store.read, workspace, subject), now());
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
    // Also without a search: those of other workspaces, and the erased, lie between.
    sparse: true,
    further: (below, count) =>
      store.read
        .selectFrom('customers')
        .select('id')
        .where('id', '<', below)
        .orderBy('id', 'desc')
        .offset(count - 1)
        .limit(1)
        .executeTakeFirst(),
    read: (from, below, most) =>
      store.read
        .selectFrom('customers')
        .selectAll()
        .where('workspace_id', '=', workspace.id)
        .where('subject', 'is not', null)
        .where('id', '>=', from)
        .where('id', '<', below)
        .$if(q !== undefined, (query) =>
          query.where(({ or }) => or([likePart('subject', q as string), likePart('name', q as string)])),
        )
        .orderBy('id', 'desc')
        .limit(most)
        .execute(),
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await Promise.all(shown.map((row) => view(store.read, row, now()))),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.id) : null,
  };
}

/** Suspends or lifts all the customer's keys in the same transaction, each as one changed pin. */
export async function updateCustomer(
  { store, now }: Context,
  actor: Actor,
  slug: string,
  subject: string,
  patch: CustomerPatch,
): Promise<Customer> {
  const workspace = await workspaceRow(store.read, slug);
  const change = {
    ...(patch.name === undefined ? {} : { name: patch.name }),
    ...(patch.state === undefined ? {} : { state: patch.state }),
    ...(patch.maxKeys === undefined ? {} : { max_keys: patch.maxKeys }),
    ...(patch.scopes === undefined
      ? {}
      : { scopes: patch.scopes === null ? null : JSON.stringify(patch.scopes) }),
  };
  return store.write((tx) =>
    Ledger.write(tx, workspace.id, actor, now(), async (ledger) => {
      const before = await customerRow(tx.db, workspace, subject);
      if (Object.keys(change).length > 0) {
        await tx.db.updateTable('customers').set(change).where('id', '=', before.id).execute();
        const { name, ...details } = patch;
        ledger.record({
          action: 'customer.update',
          customerRef: before.ref,
          details: { ...details },
          texts: { customer: subject, name },
        });
      }
      if (patch.state !== undefined && patch.state !== before.state) {
        await eachKey(ledger, before, (key) =>
          changeKey(ledger, key, patch.state as CustomerRow['state'], {}),
        );
        await assertAdminRemains(tx, workspace);
      }
      return view(tx.db, { ...before, ...change }, ledger.at);
    }),
  );
}

/**
 * Revokes all keys of the customer and deletes all that is personal: its id, names, metadata, claims, reasons, and the
 * texts of the audit with their salts. Random ids and hashes stay, so that the audit's chain stays whole.
 */
export async function eraseCustomer(
  { store, now }: Context,
  actor: Actor,
  slug: string,
  subject: string,
): Promise<void> {
  const workspace = await workspaceRow(store.read, slug);
  await store.write((tx) =>
    Ledger.write(tx, workspace.id, actor, now(), async (ledger) => {
      const row = await customerRow(tx.db, workspace, subject);
      await eachKey(ledger, row, async (key) => {
        await revokeStep(undefined)(ledger, key, workspace);
      });
      await assertAdminRemains(tx, workspace);
      await tx.db
        .updateTable('keys')
        .set({ name: null, metadata: '{}', claims: '{}', revocation_reason: null })
        .where('customer_id', '=', row.id)
        .execute();
      await tx.db
        .updateTable('customers')
        .set({ subject: null, name: null, state: 'erased' })
        .where('id', '=', row.id)
        .execute();
      await tx.db.deleteFrom('sessions').where('customer_id', '=', row.id).execute();
      await tx.db.deleteFrom('audit_texts').where('customer_ref', '=', row.ref).execute();
      ledger.record({ action: 'customer.erase', customerRef: row.ref });
    }),
  );
  await store.scrub();
}

type Keys = Awaited<ReturnType<ReturnType<typeof selectKeys>['execute']>>;

async function eachKey(
  ledger: Ledger,
  customer: CustomerRow,
  work: (key: Keys[number]) => Promise<unknown>,
): Promise<void> {
  const keys = await selectKeys(ledger.tx.db)
    .where('keys.customer_id', '=', customer.id)
    .where('keys.revoked_at', 'is', null)
    .execute();
  for (const [index, key] of keys.entries()) {
    await work(key);
    if (index % KEYS_PER_TURN === KEYS_PER_TURN - 1) await nextTurn();
  }
}
