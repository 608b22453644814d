import {
  type AlgorithmName,
  buildClaims,
  KeyError,
  type MintedKey,
  makeKeyId,
  parseKeyId,
  renderJwk,
} from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { KeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Ledger } from '../audit/ledger.ts';
import { bindingOf } from '../audit/trust/binding.ts';
import type { Context } from '../context.ts';
import { customerOf } from '../customers/rows.ts';
import { assertNew, type Repeat, rememberRequest } from '../idempotency.ts';
import { assertStillMay } from '../sessions/still.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { admit, wholeSecond } from './admission.ts';
import { keyView } from './key-view.ts';
import { planned } from './plan.ts';
import type { IssuedKey, NewKey } from './types.ts';

/** A key that is signed but not stored: nobody accepts it yet. */
export interface Draft {
  readonly keyId: string;
  readonly input: NewKey;
  readonly minted: MintedKey;
}

/**
 * Issues keys, each with an outcome of its own.
 *
 * 1. asks whether each may be issued, so that a refusal costs no key pair;
 * 2. makes the pairs and signs, in a worker: no transaction is open meanwhile;
 * 3. asks again inside the transaction and stores the records, the changes and the audit;
 * 4. answers once that is durable.
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

/** Makes the pairs and signs, for every input that is not an error already. */
export async function draft(
  { minter, now }: Context,
  workspace: WorkspaceRow,
  inputs: readonly (NewKey | Error)[],
): Promise<readonly (Draft | Error)[]> {
  const issuedAtSeconds = Math.floor(now() / 1000);
  const orders = inputs.map((input) =>
    input instanceof Error ? input : orderOf(workspace, input, issuedAtSeconds),
  );
  const good = orders.flatMap((order) => (order instanceof Error ? [] : [order]));
  const minted = await minter.mint(workspace.algorithm as AlgorithmName, good);
  const results = minted.values();
  return orders.map((order) => {
    if (order instanceof Error) return order;
    const result = results.next().value as MintedKey | Error;
    return result instanceof Error ? result : { keyId: order.keyId, input: order.input, minted: result };
  });
}

function orderOf(workspace: WorkspaceRow, input: NewKey, issuedAtSeconds: number) {
  const expiresAt = input.expiresAt ?? null;
  const keyId = makeKeyId(workspace.prefix);
  try {
    const claims = buildClaims({
      issuer: workspace.issuer,
      customer: input.customer,
      audience: workspace.audience,
      keyId,
      issuedAtSeconds,
      ...(expiresAt === null ? {} : { expiresAtSeconds: Math.floor(expiresAt / 1000) }),
      scopes: input.scopes ?? [],
      claims: input.claims ?? {},
    });
    return { keyId, claims, input };
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    return new AuthorityError('invalid_request', error.message, { pointer: '/claims' });
  }
}

/** Stores a signed key inside a transaction; throws what {@link admit} throws, before anything is written. */
export async function keep(
  context: Context,
  ledger: Ledger,
  workspace: WorkspaceRow,
  actor: Actor,
  { keyId, input, minted }: Draft,
  replaces?: string,
): Promise<IssuedKey> {
  const { tx, at } = ledger;
  // The ceilings of this moment: they may have been lowered while the pair was made.
  await admit(tx.db, ledger.workspace, input, at, { replaces, view: actor.view });
  const customer = await customerOf(tx, workspace, input.customer, at);
  const expiresAt = input.expiresAt ?? null;
  const row = {
    workspace_id: workspace.id,
    kid: keyId,
    shard: Number.parseInt(parseKeyId(keyId).shard, 16),
    customer_id: customer.id,
    name: input.name ?? null,
    ending: minted.ending,
    method: 'signed' as const,
    scopes: JSON.stringify(input.scopes ?? []),
    claims: JSON.stringify(input.claims ?? {}),
    metadata: JSON.stringify(input.metadata ?? {}),
    pin: minted.pin,
    jwk: renderJwk(minted.publicJwk),
    published: 1,
    ...ledger.next(minted.pin),
    created_at: at,
    created_by: actor.openedBy ?? actor.id,
    created_in: actor.view === 'all' ? null : actor.id,
    disabled_at: null,
    disabled_by: null,
    revoked_at: null,
    revocation_reason: null,
    expires_at: expiresAt === null ? null : wholeSecond(expiresAt),
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
    token: minted.token,
  };
}

/** A refusal is the outcome of one item; anything else fails them all. */
function refusal(error: unknown): AuthorityError {
  if (error instanceof AuthorityError) return error;
  throw error;
}
