/** What must hold for requests that change many keys: everything is done, or nothing. */
import assert from 'node:assert/strict';
import type { Row } from '../../packages/authority/test/support/ledger.ts';
import { until } from '../../tools/testing/until.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { Deployment } from './deployment.ts';

/** Waits until what was begun before the fault has been completed. */
export async function tasksDone({ rows }: Deployment, limitMs: number): Promise<void> {
  await until('no task is left', limitMs, async () => (await rows('SELECT id FROM tasks')).length === 0);
}

/** Of the keys that an unanswered request would have created, all exist or none. */
export function checkCreatedTogether(keys: readonly Row[], model: Acknowledged): void {
  const names = new Set(keys.map((row) => row['name']));
  for (const group of model.createdTogether) {
    const count = group.filter((name) => names.has(name)).length;
    assert.ok(count === 0 || count === group.length, `${count} of ${group.length} keys were created`);
  }
  model.createdTogether = [];
}

/** Of the keys that an unanswered request would have revoked, all are revoked or none. */
export function checkRevokedTogether(model: Acknowledged): void {
  for (const group of model.revokedTogether) {
    const count = group.filter(({ states }) => states[0] === 'revoked').length;
    assert.ok(count === 0 || count === group.length, `${count} of ${group.length} keys were revoked`);
  }
  model.revokedTogether = [];
}

/** Customers are suspended or not, as acknowledged; their keys are compared with that by the ledgers. */
export async function checkCustomers({ rows }: Deployment, model: Acknowledged): Promise<void> {
  const found = await rows(`SELECT subject, state FROM customers
    WHERE workspace_id = (SELECT id FROM workspaces WHERE slug = 'acme')`);
  const states = new Map(found.map((row) => [row['subject'], row['state']]));
  for (const customer of model.customers.values()) {
    const { name, keys } = customer;
    customer.isBusy = false;
    if (keys.length === 0) continue;
    const state = customer.states.find((one) => one === states.get(name));
    assert.ok(state, `${name} was ${customer.states.join(' or ')}, and is ${states.get(name)}`);
    customer.states = [state];
  }
}
