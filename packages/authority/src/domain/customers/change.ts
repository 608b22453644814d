import type { CustomerRow, TaskRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import type { Actor } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Ledger } from '../audit/ledger.ts';
import type { Context } from '../context.ts';
import { assertAdminRemains } from '../keys/lifecycle.ts';
import type { Begun } from '../tasks/tasks.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { customerView } from './customers.ts';
import { assertNotErasing, customerRow } from './rows.ts';
import type { Customer, CustomerPatch } from './types.ts';

/**
 * Changes a customer. Suspending or resuming is recorded immediately and from then on decides what can be
 * issued and enabled. The keys follow, each as one changed pin; the call returns when all have. The last
 * request wins: resuming during a suspension replaces it, and both calls return when the keys match the
 * customer's state.
 */
export async function updateCustomer(
  context: Context,
  actor: Actor,
  slug: string,
  subject: string,
  patch: CustomerPatch,
): Promise<Customer> {
  const { store, tasks, now } = context;
  const workspace = await workspaceRow(store.read, slug);
  const columns = {
    ...(patch.name === undefined ? {} : { name: patch.name }),
    ...(patch.state === undefined ? {} : { state: patch.state }),
    ...(patch.maxKeys === undefined ? {} : { max_keys: patch.maxKeys }),
    ...(patch.scopes === undefined
      ? {}
      : { scopes: patch.scopes === null ? null : JSON.stringify(patch.scopes) }),
  };
  const { begun, shown } = await change(
    context,
    actor,
    workspace.id,
    async (ledger) => {
      const { tx } = ledger;
      const before = await customerRow(tx.db, workspace, subject);
      assertNotErasing(before);
      if (Object.keys(columns).length > 0) {
        await tx.db.customers.update(before.id, columns);
        const { name, ...details } = patch;
        ledger.record({
          action: 'customer.update',
          customerRef: before.ref,
          details: { ...details },
          texts: { customer: subject, name },
        });
      }
      const begun =
        patch.state === undefined ? undefined : await settle(context, ledger, actor, before, patch.state);
      await assertAdminRemains(tx, workspace);
      return { begun, shown: await customerView(tx.db, { ...before, ...columns }, ledger.at) };
    },
    patch.state === 'suspended',
  );
  if (begun?.id === undefined) return shown;
  await tasks.done(begun, actor);
  return customerView(store.read, await customerRow(store.read, workspace, subject), now());
}

async function settle(
  { tasks }: Context,
  ledger: Ledger,
  actor: Actor,
  customer: CustomerRow,
  state: CustomerRow['state'],
): Promise<Begun | undefined> {
  const running = await taskOf(ledger.tx, customer, 'settle');
  if (running === undefined) {
    if (state === customer.state) return undefined;
    return tasks.begin(ledger, { kind: 'settle', customer_id: customer.id, details: '{}', actor: actor.id });
  }
  if (state !== customer.state) {
    const all = { below: Number.MAX_SAFE_INTEGER, actor: actor.id };
    await ledger.tx.db.tasks.update(running.id, all);
  }
  return { id: running.id, keyIds: [] };
}

/**
 * Revokes all keys of a customer and deletes all personal data: its ID, names, metadata, claims, reasons, and
 * the audit texts with their salts. Random IDs and hashes stay, so that the audit chain remains intact.
 *
 * The request is recorded immediately, as is the end of the customer's sessions. A repeated request waits for
 * the same erasure.
 */
export async function eraseCustomer(
  context: Context,
  actor: Actor,
  slug: string,
  subject: string,
): Promise<void> {
  const { store, tasks } = context;
  const workspace = await workspaceRow(store.read, slug);
  const begun = await change(
    context,
    actor,
    workspace.id,
    async (ledger) => {
      const { tx } = ledger;
      const customer = await customerRow(tx.db, workspace, subject);
      const running = await taskOf(tx, customer, 'erase');
      if (running !== undefined) return { id: running.id, keyIds: [] };
      await tx.db.customers.update(customer.id, { state: 'erasing' });
      await tx.db.sessions.removeOfCustomer(customer.id);
      await tx.db.tasks.removeOfCustomer(customer.id);
      const task = { kind: 'erase' as const, customer_id: customer.id, details: '{}', actor: actor.id };
      const first = await tasks.begin(ledger, task);
      await assertAdminRemains(tx, workspace);
      return first;
    },
    true,
  );
  await tasks.done(begun, actor);
}

async function taskOf({ db }: Tx, { id }: CustomerRow, kind: TaskRow['kind']): Promise<TaskRow | undefined> {
  return (await db.tasks.ofCustomer(id)).find((task) => task.kind === kind);
}
