/** Clients whose requests each change many keys of a customer. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { RunningAuthority } from '../../tools/testing/authority.ts';
import type { Acknowledged, Customer, Known } from './acknowledged.ts';
import type { Act } from './clients.ts';
import { type Heard, request } from './request.ts';

/** Suspending this many takes several transactions. */
const LEAST_KEYS = 600;
const IMPORTED = 600;
const BATCH = 20;
/** Of the keys of an import, the gate is asked about this many. */
const ASKED = 10;

/** Imports keys, issues a batch, suspends or resumes a customer, or revokes all of its keys, at a random authority. */
export const changeManyKeys: Act = async ({ authorities }, model, random) => {
  const authority = random.pick(authorities);
  const customer = model.freeCustomer(random);
  const live = customer.keys.filter(({ states }) => states[0] !== 'revoked');
  const isSuspended = customer.states[0] === 'suspended';
  const roll = random.next();
  customer.isBusy = true;
  let heard: Heard;
  if (isSuspended && roll < 0.6) heard = await settle(authority, customer, live, 'active');
  else if (live.length < LEAST_KEYS && !isSuspended) heard = await importKeys(authority, model, customer);
  else if (isSuspended || roll < 0.25) heard = await revokeAll(authority, model, customer, live);
  else if (roll < 0.5) heard = await issueBatch(authority, model, customer);
  else heard = await settle(authority, customer, live, 'suspended');
  // What became of it is found out by the next check.
  customer.isBusy = heard === 'unanswered';
  return heard;
};

async function settle(
  authority: RunningAuthority,
  customer: Customer,
  live: readonly Known[],
  state: Customer['states'][number],
): Promise<Heard> {
  for (const key of live) key.isTouched = true;
  const heard = await request(authority, `/customers/${customer.name}`, { state }, 'PATCH');
  if (heard === 'unanswered') customer.states = [...customer.states, state];
  else if (typeof heard !== 'string') customer.states = [state];
  return heard;
}

async function revokeAll(
  authority: RunningAuthority,
  model: Acknowledged,
  customer: Customer,
  live: readonly Known[],
): Promise<Heard> {
  for (const key of live) key.isTouched = true;
  const heard = await request(authority, '/keys:revoke', { customer: customer.name });
  if (heard === 'unanswered') {
    model.revokedTogether.push(live);
    for (const key of live) key.states = [...key.states, 'revoked'];
  } else if (typeof heard !== 'string') {
    assert.equal((heard.answer as { readonly count: number }).count, live.length, 'revoked keys');
    for (const key of live) key.states = ['revoked'];
  }
  return heard;
}

async function importKeys(
  authority: RunningAuthority,
  model: Acknowledged,
  customer: Customer,
): Promise<Heard> {
  const made = Array.from({ length: IMPORTED }, (_, index) => {
    const token = `sk_live_${randomBytes(24).toString('base64url')}`;
    return { name: model.nextName(), token: index < ASKED ? token : undefined, pin: sha256(token) };
  });
  const items = made.map(({ name, pin }) => ({ customer: customer.name, name, pin }));
  const heard = await request(authority, '/keys:import', { items });
  return created(heard, model, customer, made, (item) => (item as { readonly keyId?: string }).keyId);
}

async function issueBatch(
  authority: RunningAuthority,
  model: Acknowledged,
  customer: Customer,
): Promise<Heard> {
  const names = Array.from({ length: BATCH }, () => model.nextName());
  const items = names.map((name) => ({ customer: customer.name, name }));
  const heard = await request(authority, '/keys:batch', { items });
  const tokens = typeof heard === 'string' ? [] : (itemsOf(heard.answer) as { readonly token?: string }[]);
  const made = names.map((name, index) => ({ name, token: tokens[index]?.token }));
  return created(
    heard,
    model,
    customer,
    made,
    (item) => (item as { readonly key?: { readonly id: string } }).key?.id,
  );
}

function created(
  heard: Heard,
  model: Acknowledged,
  customer: Customer,
  made: readonly { readonly name: string; readonly token: string | undefined }[],
  idOf: (item: unknown) => string | undefined,
): Heard {
  if (heard === 'unanswered') {
    model.createdTogether.push(made.map(({ name }) => name));
    for (const { name } of made) model.unansweredIssues.add(name);
  } else if (typeof heard !== 'string') {
    const items = itemsOf(heard.answer);
    for (const [index, { name, token }] of made.entries()) {
      const id = idOf(items[index]) ?? assert.fail(`not created: ${JSON.stringify(items[index])}`);
      model.add(id, name, { token, customer });
    }
  }
  return heard;
}

const itemsOf = (answer: unknown) => (answer as { readonly items: readonly unknown[] }).items;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
