import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as fc from 'fast-check';
import type { IssuedKey } from '../../src/domain/keys/types.ts';
import { AuthorityError } from '../../src/errors.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { type Action, actions, beginnings } from '../support/actions.ts';
import { openFixture, workspace } from '../support/fixture.ts';
import { assertLedgers } from '../support/ledger.ts';
import { Model, type ModelKey, Refusal } from '../support/model.ts';

const ACTIONS = 40;
const AT_ONCE = 8;
const fixture = await openFixture();

/** An error code, or what was done. */
function outcomeOf(value: unknown): unknown {
  return value instanceof Refusal || value instanceof AuthorityError ? value.code : value;
}

function unlessOther(error: unknown): unknown {
  if (error instanceof Refusal || error instanceof AuthorityError) return error;
  throw error;
}

/** Runs the same action on both, first on the authority, and compares the results. */
async function act(action: Action, model: Model, slug: string): Promise<void> {
  const real = await action.real(fixture, slug, model).catch(unlessOther);
  let expected: unknown;
  try {
    expected = action.model(model);
  } catch (error) {
    expected = unlessOther(error);
  }
  const items = Array.isArray(expected) ? expected : [expected];
  for (const [index, item] of items.entries())
    same(Array.isArray(expected) ? (real as unknown[])[index] : real, item);
}

function same(real: unknown, expected: unknown): void {
  const [got, wanted] = [outcomeOf(real), outcomeOf(expected)];
  if (typeof got === 'string' || typeof wanted !== 'object') {
    assert.equal(typeof got === 'object' ? undefined : got, wanted);
  } else {
    (wanted as ModelKey).id = (got as IssuedKey).key.id;
  }
}

/** Compares everything visible of a workspace. */
async function compare(model: Model, slug: string): Promise<void> {
  const { items } = await fixture.domain.listKeys(slug, { limit: 500 }, 'all');
  const real = items.map(({ id, state, expiresAt, replacedBy, customer }) => ({
    id,
    state,
    expiresAt,
    replacedBy,
    customer,
  }));
  const expected = model.keys.toReversed().map((key) => ({
    ...{
      id: key.id,
      state: model.state(key),
      expiresAt: key.expiresAt,
      replacedBy: key.replacedBy?.id ?? null,
    },
    customer: model.customers.get(key.customer.id) === key.customer ? key.customer.id : null,
  }));
  assert.deepEqual(real, expected);
  const { position } = await fixture.domain.workspace(slug);
  assert.equal(position.seq, model.seq, 'one number for each changed pin');
  const { items: customers } = await fixture.domain.listCustomers(slug, {});
  assert.deepEqual(
    new Map(customers.map(({ id, liveKeys, state }) => [id, [liveKeys, state === 'suspended']])),
    new Map([...model.customers.values()].map((one) => [one.id, [model.count(one), one.suspended]])),
  );
}

/** Listeners received exactly the recorded changes, in order. */
async function compareTold(slug: string): Promise<void> {
  const { id } = await tablesBehind(fixture.store.read)
    .selectFrom('workspaces')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  const changes = await tablesBehind(fixture.store.read)
    .selectFrom('changes')
    .innerJoin('keys', 'keys.id', 'changes.key_id')
    .select(['keys.kid', 'changes.seq', 'changes.published'])
    .where('changes.workspace_id', '=', id)
    .orderBy('changes.seq')
    .execute();
  const told = fixture.told.filter((change) => change.workspaceId === id);
  assert.deepEqual(
    told.map(({ kid, seq, kind }) => ({ kid, seq, published: kind === 'removed' ? 0 : 1 })),
    changes.map((change) => ({ ...change })),
  );
}

/** Checks one property over lists of actions; a failure is reported as the list of their names. */
function forAll(runs: number, run: (list: readonly Action[], slug: string) => Promise<void>): Promise<void> {
  const first = fc.array(beginnings, { minLength: 3, maxLength: 3 });
  const rest = fc.array(actions, { minLength: 5, maxLength: ACTIONS, size: 'max' });
  const property = fc.asyncProperty(first, rest, async (...lists) => {
    const list = lists.flat();
    const slug = await workspace(fixture);
    try {
      await run(list, slug);
      assertLedgers(fixture.file, fixture.clock.now);
    } catch (error) {
      throw new Error(`with: ${list.map(({ name }) => name).join('; ')}`, { cause: error });
    }
  });
  return fc.assert(property, { numRuns: runs });
}

it('for any sequence of actions, the authority behaves like the model', () =>
  forAll(40, async (list, slug) => {
    const model = new Model(fixture.clock.now);
    for (const action of list) {
      await act(action, model, slug);
      model.settle();
      await compare(model, slug);
    }
    await compareTold(slug);
  }));

it("for any concurrent actions, only known refusals occur and the ledger's invariants hold", () =>
  forAll(15, async (list, slug) => {
    const model = new Model(fixture.clock.now);
    for (let from = 0; from < list.length; from += AT_ONCE) {
      model.now = fixture.clock.now;
      await Promise.all(
        list
          .slice(from, from + AT_ONCE)
          .map((action) => action.real(fixture, slug, model).catch(unlessOther)),
      );
      const { items } = await fixture.domain.listKeys(slug, { limit: 500 }, 'all');
      model.keys.splice(0, Infinity, ...items.map(({ id }) => ({ id }) as ModelKey));
    }
    await fixture.pass(0);
    await compareTold(slug);
  }));
