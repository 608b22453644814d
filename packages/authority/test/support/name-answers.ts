import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Call } from './session-answers.ts';

/** The names that are looked up for IDs. */
export function nameAnswers(call: Call, ws: { readonly workspace: string }): void {
  it('names of customers and actors', async () => {
    await call('issueKeys', ws, { items: [{ customer: 'named' }, { customer: 'unnamed' }] });
    await call('updateCustomer', { ...ws, customer: 'named' }, { name: 'Named, Inc.' });
    const customers = ['named', 'unnamed', 'nobody'];
    assert.deepEqual(await call('lookUpNames', ws, { customers }), {
      customers: [{ id: 'named', name: 'Named, Inc.' }],
      actors: [],
      keys: [],
    });
    const { key } = await call('issueKey', ws, { customer: 'named', name: 'CI' });
    const { keys } = await call('lookUpNames', ws, { keys: [key.id, 'acme_none'] });
    assert.deepEqual(keys, [{ id: key.id, name: 'CI', customer: 'named', customerName: 'Named, Inc.' }]);
  });
}
