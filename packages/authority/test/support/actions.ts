import * as fc from 'fast-check';
import type { NewKey } from '../../src/domain/keys/types.ts';
import type { Fixture } from './fixture.ts';
import { type Model, type ModelKey, Refusal } from './model.ts';

/** What the model does, and the same request to the authority. Both return the result or throw a code. */
export interface Action {
  readonly name: string;
  readonly model: (model: Model) => unknown;
  readonly real: (real: Fixture, slug: string, model: Model) => Promise<unknown>;
}

const customer = fc.constantFrom('ann', 'bob', 'cy');
const scopes = fc.subarray(['r', 'w', 'x']);
const ceiling = fc.option(fc.subarray(['r', 'w', 'x'], { minLength: 1 }), { freq: 2 });
/** Seconds from now: some in the past, some soon, some late. */
const seconds = fc.constantFrom(-400, -1, 0, 1, 5, 30, 90, 600, 86_400);
const expiry = fc.option(seconds, { freq: 2 });
/** A key, counted from the oldest or from the newest. */
const which = fc.oneof(fc.nat(60), fc.integer({ min: -3, max: -1 }));

const at = (model: Model, inSeconds: number | null): number | null =>
  inSeconds === null ? null : model.now + inSeconds * 1000;

function pick(model: Model, number: number): ModelKey {
  const key = model.keys.at(number % model.keys.length);
  if (key === undefined) throw new Refusal('key_not_found');
  return key;
}

/** An action on one existing key. */
function onKey(
  name: string,
  number: number,
  act: (model: Model, key: ModelKey) => unknown,
  ask: (real: Fixture, slug: string, id: string, model: Model) => Promise<unknown>,
): Action {
  return {
    name: `${name} #${number}`,
    model: (model) => act(model, pick(model, number)),
    real: (real, slug, model) =>
      ask(real, slug, model.keys.at(number % model.keys.length)?.id ?? 'none', model),
  };
}

const newKey = fc.record({ customer, scopes, expiry });
type NewModelKey = typeof newKey extends fc.Arbitrary<infer T> ? T : never;

function asked(model: Model, { expiry: inSeconds, ...input }: NewModelKey): NewKey {
  return { ...input, ...(inSeconds === null ? {} : { expiresAt: model.now + inSeconds * 1000 }) };
}

const issue = newKey.map(
  (input): Action => ({
    name: `issue ${JSON.stringify(input)}`,
    model: (model) => model.issue(input.customer, input.scopes, at(model, input.expiry)),
    real: (real, slug, model) => real.domain.issue(real.admin, slug, asked(model, input)),
  }),
);

const batch = fc.array(newKey, { minLength: 1, maxLength: 4 }).map(
  (inputs): Action => ({
    name: `batch ${JSON.stringify(inputs)}`,
    model: (model) =>
      inputs.map((input) => {
        try {
          return model.issue(input.customer, input.scopes, at(model, input.expiry));
        } catch (error) {
          return error;
        }
      }),
    real: (real, slug, model) =>
      real.domain.issueMany(
        real.admin,
        slug,
        inputs.map((input) => asked(model, input)),
      ),
  }),
);

const rotate = fc
  .record({
    which,
    overlap: fc.constantFrom(0, 100, 200_000),
    scopes: fc.option(scopes, { nil: undefined }),
    expiry: fc.option(expiry, { nil: undefined }),
  })
  .map(({ which: number, overlap, expiry: end, ...rest }) =>
    onKey(
      `rotate ${JSON.stringify({ overlap, end, ...rest })}`,
      number,
      (model, key) =>
        model.rotate(key, overlap * 1000, rest.scopes, end === undefined ? undefined : at(model, end)),
      (real, slug, id, model) =>
        real.domain.rotate(real.admin, slug, id, {
          ...{ overlapSeconds: overlap, scopes: rest.scopes },
          expiresAt: end === undefined ? undefined : at(model, end),
        }),
    ),
  );

const moveOverlap = fc.tuple(which, seconds).map(([number, by]) =>
  onKey(
    `end the overlap in ${by} s`,
    number,
    (model, key) => model.moveOverlap(key, model.now + by * 1000),
    (real, slug, id, model) =>
      real.domain.changeRotation(real.admin, slug, id, { endsAt: model.now + by * 1000 }),
  ),
);

const shorten = fc.tuple(which, seconds).map(([number, by]) =>
  onKey(
    `expire in ${by} s`,
    number,
    (model, key) => model.shorten(key, model.now + by * 1000),
    (real, slug, id, model) =>
      real.domain.updateKey(real.admin, slug, id, { expiresAt: model.now + by * 1000 }),
  ),
);

const simple = fc
  .tuple(fc.constantFrom('undo', 'undo', 'disable', 'enable', 'revoke'), which)
  .map(([name, number]) =>
    onKey(
      name,
      number,
      (model, key) => {
        if (name === 'revoke') key.revoked = true;
        else model[name as 'undo' | 'disable' | 'enable'](key);
      },
      ({ domain, admin }, slug, id) =>
        name === 'undo'
          ? domain.changeRotation(admin, slug, id, { cancel: true })
          : domain[name as 'disable' | 'enable' | 'revoke'](admin, slug, id),
    ),
  );

const patch = fc.oneof(
  fc.record({ state: fc.constantFrom('suspended' as const, 'active' as const) }),
  fc.record({ maxKeys: fc.constantFrom(1, 3, 1_000) }),
  fc.record({ scopes: ceiling }),
);

const ofCustomer = fc.tuple(customer, patch).map(
  ([id, change]): Action => ({
    name: `${id}: ${JSON.stringify(change)}`,
    model(model) {
      const found = model.customer(id);
      if ('state' in change) found.suspended = change.state === 'suspended';
      else Object.assign(found, change);
    },
    real: (real, slug) => real.domain.updateCustomer(real.admin, slug, id, change),
  }),
);

const many = customer.map(
  (id): Action => ({
    name: `revoke all of ${id}`,
    model: (model) => model.revokeAll(id),
    real: async (real, slug) =>
      (await real.domain.revokeMany(real.admin, slug, { customer: id }, { dryRun: false })).count,
  }),
);

const erase = customer.map(
  (id): Action => ({
    name: `erase ${id}`,
    model: (model) => model.erase(id),
    real: (real, slug) => real.domain.eraseCustomer(real.admin, slug, id),
  }),
);

const limitScopes = ceiling.map(
  (allowed): Action => ({
    name: `allow ${JSON.stringify(allowed)}`,
    model(model) {
      model.ceiling = allowed;
    },
    real: (real, slug) => real.domain.updateWorkspace(real.admin, slug, { scopes: allowed }),
  }),
);

const pass = fc.constantFrom(1, 10, 120, 90_000).map(
  (by): Action => ({
    name: `pass ${by} s`,
    model(model) {
      model.now += by * 1000;
    },
    real: (real) => real.pass(by),
  }),
);

/** Actions that create keys: each list starts with some, so that there is something to act on. */
export const beginnings: fc.Arbitrary<Action> = fc.oneof(issue, batch);

/** Any action. */
export const actions: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: issue },
  { weight: 2, arbitrary: batch },
  { weight: 8, arbitrary: rotate },
  { weight: 8, arbitrary: simple },
  { weight: 2, arbitrary: moveOverlap },
  { weight: 2, arbitrary: shorten },
  { weight: 3, arbitrary: ofCustomer },
  { weight: 1, arbitrary: many },
  { weight: 1, arbitrary: erase },
  { weight: 1, arbitrary: limitScopes },
  { weight: 3, arbitrary: pass },
);
