import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Call } from './session-answers.ts';

/** Many keys in one request: created, and imported. */
export function batchAnswers(call: Call, ws: { readonly workspace: string }): void {
  it('a batch: each item has its own outcome, in order', async () => {
    await call('updateWorkspace', ws, { scopes: ['a', 'b'] });
    const { items } = await call('issueKeys', ws, {
      items: [{ customer: 'x', scopes: ['a'] }, { customer: 'y', scopes: ['c'] }, { customer: 'z' }],
    });
    assert.deepEqual(
      items.map((item: object) => Object.keys(item)),
      [['key', 'token'], ['problem'], ['key', 'token']],
    );
    assert.deepEqual([items[1].problem.code, items[1].problem.status], ['scope_not_allowed', 400]);
  });
  it('an import: each item has its own outcome, in order', async () => {
    const pin = Buffer.alloc(32, 7).toString('base64url');
    const items = [
      { pin, customer: 'moved', ending: 'abc123' },
      { pin, customer: 'other' },
    ];
    const dry = await call('importKeys', ws, { items, dryRun: true });
    assert.deepEqual(dry.items[0], { keyId: null, created: true });
    assert.equal(dry.items[1].problem.code, 'pin_in_use');
    const done = await call('importKeys', ws, { items });
    assert.equal(done.items[0].created, true);
    assert.equal(done.items[1].problem.code, 'pin_in_use');
    const again = await call('importKeys', ws, { items });
    assert.deepEqual(again.items[0], { keyId: done.items[0].keyId, created: false });
  });
  it('an export, and whether pins are known', async () => {
    const pins = [Buffer.alloc(32, 8), Buffer.alloc(32, 9)].map((pin) => pin.toString('base64url'));
    await call('importKeys', ws, { items: [{ pin: pins[0], customer: 'moved' }] });
    assert.deepEqual(await call('findPins', ws, { pins }), { known: [true, false] });
    const { items, nextCursor } = await call('exportKeys', ws, undefined, '?limit=1');
    assert.deepEqual([items[0].pin, items[0].disabled, typeof nextCursor], [pins[0], false, 'string']);
  });
}
