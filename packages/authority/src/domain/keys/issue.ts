import { makeKeyId } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { CustomerRow, WorkspaceRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Ledger } from '../audit/ledger.ts';
import type { Context } from '../context.ts';
import { customerOf, customersAmong } from '../customers/rows.ts';
import { assertNew, type Repeat, rememberRequest } from '../idempotency.ts';
import { assertUnused } from '../methods/certificate.ts';
import type { Credential, Method, Order } from '../methods/method.ts';
import { defaultMethod } from '../methods/offered.ts';
import { assertStillMay } from '../sessions/still.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { admit } from './admission.ts';
import { insertKey } from './insert.ts';
import { keyView } from './key-view.ts';
import { planned } from './plan.ts';
import type { IssuedKey, NewKey } from './types.ts';

/** A key with its credential that isn't stored yet, so it isn't accepted. */
export interface Draft {
  readonly keyId: string;
  readonly input: NewKey;
  /** Name of the method that created the credential. */
  readonly method: string;
  readonly credential: Credential;
}

/**
 * Issues keys, each with its own outcome.
 *
 * 1. Checks that each key may be issued, so that a refusal costs no key pair.
 * 2. Generates the pairs and signs in a worker, with no transaction open.
 * 3. Checks again inside the transaction and stores the records, the changes and the audit entries.
 * 4. Returns once all of that is durable.
 */
export async function issueMany(
  context: Context,
  actor: Actor,
  slug: string,
  inputs: readonly NewKey[],
  repeat?: Repeat,
): Promise<readonly (IssuedKey | Error)[]> {
  const { store, now } = context;
  const workspace = await workspaceRow(store.read, slug);
  if (repeat) await assertNew(store.read, workspace, repeat);
  const subjects = inputs.map(({ customer }) => customer);
  const customers = await customersAmong(store.read, workspace, subjects);
  const admitted = await Promise.all(
    inputs.map(async (asked) => {
      try {
        const input = planned(workspace, actor.view, asked, now());
        await admit(store.read, workspace, input, now(), { view: actor.view, customers });
        return input;
      } catch (error) {
        return refusal(error);
      }
    }),
  );
  const drafts = await draft(context, workspace, admitted);
  return change(context, actor, workspace.id, async (ledger) => {
    const { tx } = ledger;
    await assertStillMay(tx.db, actor, 'keys:create', slug, ledger.at);
    if (repeat) await assertNew(tx.db, workspace, repeat);
    const current = await customersAmong(tx.db, workspace, subjects);
    const outcomes: (IssuedKey | Error)[] = [];
    for (const item of drafts) {
      outcomes.push(
        item instanceof Error
          ? item
          : await keep(context, ledger, workspace, actor, item, current).catch(refusal),
      );
    }
    const kids = outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : [outcome.key.id]));
    if (repeat && kids.length > 0) await rememberRequest(tx.db, workspace, repeat, kids, ledger.at);
    return outcomes;
  });
}

/** Creates the credential, by its method, for every input that isn't already an error. */
export async function draft(
  { methods, now }: Context,
  workspace: WorkspaceRow,
  inputs: readonly (NewKey | Error)[],
): Promise<readonly (Draft | Error)[]> {
  const issuedAtSeconds = Math.floor(now() / 1000);
  const drafts: (Draft | Error)[] = [];
  const orders: (Order & { readonly index: number })[] = [];
  for (const [index, input] of inputs.entries()) {
    if (input instanceof Error) drafts[index] = input;
    else orders.push({ index, input, keyId: makeKeyId(workspace.prefix) });
  }
  for (const [method, some] of Map.groupBy(orders, ({ input }) => input.method ?? defaultMethod(workspace))) {
    const made = await methodNamed(methods, method).make(workspace, some, issuedAtSeconds);
    for (const [at, { index, keyId, input }] of some.entries()) {
      const credential = made[at] as Credential | Error;
      drafts[index] = credential instanceof Error ? credential : { keyId, input, method, credential };
    }
  }
  return drafts;
}

/** The method's name was validated when the request was parsed. */
function methodNamed(methods: Context['methods'], name: string): Method {
  const method = methods.get(name);
  if (method === undefined) throw new Error(`Method ${name} does not exist.`);
  return method;
}

/**
 * Stores a drafted key inside a transaction. Throws the errors of {@link admit} before anything is written.
 *
 * @param customers - Those of the transaction, by their subjects. A customer that is created is added.
 */
export async function keep(
  context: Context,
  ledger: Ledger,
  workspace: WorkspaceRow,
  actor: Actor,
  { keyId, input, method, credential }: Draft,
  customers: Map<string, CustomerRow>,
  replaces?: string,
): Promise<IssuedKey> {
  const { tx, at } = ledger;
  const { token, pin, signedBy } = credential;
  // Uses the current limits: they may have been lowered while the pair was generated.
  const known = await admit(tx.db, ledger.workspace, input, at, { replaces, view: actor.view, customers });
  if (signedBy !== undefined) await assertSignerStands(tx.db, workspace, signedBy);
  const customer = known ?? (await customerOf(tx, workspace, input.customer, at));
  customers.set(input.customer, customer);
  if (token === null) await assertUnused(tx.db, pin);
  const complete = { keyId, input, method, credential, replaces };
  const row = await insertKey(ledger, workspace, actor, customer, complete);
  return { key: keyView(context, row, input.customer, workspace.slug, at, actor.view), token };
}

/** @throws {@link AuthorityError} `signing_key_ended`: it was removed while the token was being signed. */
async function assertSignerStands(db: Reads, { id }: WorkspaceRow, kid: string): Promise<void> {
  const signer = await db.signingKeys.byKid(id, kid);
  if (signer?.published === 1) return;
  throw new AuthorityError(
    'signing_key_ended',
    'The signing key was removed while the key was being created, so no key was created. Try again.',
  );
}

/** A refusal is the outcome of one item; any other error fails the whole batch. */
function refusal(error: unknown): AuthorityError {
  if (error instanceof AuthorityError) return error;
  throw error;
}
