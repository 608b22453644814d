import { makeKeyId, parseKeyId } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { KeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Ledger } from '../audit/ledger.ts';
import { bindingOf } from '../audit/trust/binding.ts';
import type { Context } from '../context.ts';
import { customerOf } from '../customers/rows.ts';
import { assertNew, type Repeat, rememberRequest } from '../idempotency.ts';
import { assertUnused } from '../methods/certificate.ts';
import type { Credential, Method, Order } from '../methods/method.ts';
import { defaultMethod } from '../methods/offered.ts';
import { assertStillMay } from '../sessions/still.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { admit, wholeSecond } from './admission.ts';
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
  const admitted = await Promise.all(
    inputs.map(async (asked) => {
      try {
        const input = planned(workspace, actor.view, asked, now());
        await admit(store.read, workspace, input, now(), { view: actor.view });
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
    const outcomes: (IssuedKey | Error)[] = [];
    for (const item of drafts) {
      outcomes.push(
        item instanceof Error ? item : await keep(context, ledger, workspace, actor, item).catch(refusal),
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
 */
export async function keep(
  context: Context,
  ledger: Ledger,
  workspace: WorkspaceRow,
  actor: Actor,
  { keyId, input, method, credential }: Draft,
  replaces?: string,
): Promise<IssuedKey> {
  const { tx, at } = ledger;
  const { token, pin, ending, jwk, endsAt, signedBy, credential: kept = null } = credential;
  // Uses the current limits: they may have been lowered while the pair was generated.
  await admit(tx.db, ledger.workspace, input, at, { replaces, view: actor.view });
  if (signedBy !== undefined) await assertSignerStands(tx.db, workspace, signedBy);
  const customer = await customerOf(tx, workspace, input.customer, at);
  if (token === null) await assertUnused(tx.db, pin);
  const end = Math.min(input.expiresAt ?? Infinity, endsAt ?? Infinity);
  const row = {
    workspace_id: workspace.id,
    kid: keyId,
    shard: Number.parseInt(parseKeyId(keyId).shard, 16),
    customer_id: customer.id,
    name: input.name ?? null,
    ending,
    method,
    scopes: JSON.stringify(input.scopes ?? []),
    claims: JSON.stringify(input.claims ?? {}),
    metadata: JSON.stringify(input.metadata ?? {}),
    pin,
    jwk,
    signed_by: signedBy ?? null,
    credential: kept,
    published: 1,
    ...ledger.next({ pin, jwk }),
    created_at: at,
    created_by: actor.openedBy ?? actor.id,
    created_in: actor.view === 'all' ? null : actor.id,
    disabled_at: null,
    disabled_by: null,
    revoked_at: null,
    revocation_reason: null,
    expires_at: end === Infinity ? null : wholeSecond(end),
    former_expires_at: null,
    replaces: replaces ?? null,
    replaced_by: null,
    last_used_at: null,
  };
  const id = await tx.db.keys.insert(row);
  ledger.pin('added', { id, kid: keyId, shard: row.shard, jwk: row.jwk, pin: row.pin });
  ledger.record({
    action: replaces === undefined ? 'key.issue' : 'key.rotate',
    kid: keyId,
    customerRef: customer.ref,
    details: {
      scopes: input.scopes ?? [],
      expiresAt: row.expires_at,
      replaces: row.replaces,
      ...bindingOf(row),
    },
    texts: { customer: input.customer, name: input.name, claims: input.claims },
  });
  return {
    key: keyView(context, { ...row, id } as KeyRow, input.customer, workspace.slug, at, actor.view),
    token,
  };
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
