import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Call } from './session-answers.ts';

/** The signing keys of a workspace. */
export function signingKeyAnswers(call: Call, ws: { readonly workspace: string }): void {
  it('signing keys: listed, rotated, revoked', async () => {
    await call('updateWorkspace', ws, { methods: ['signed', 'shared-signed'] });
    const { items, canSign } = await call('getSigningKeys', ws);
    assert.equal(canSign, true);
    const [first] = items;
    assert.equal(first.state, 'current');
    await call('issueKey', ws, { customer: 'c', method: 'shared-signed' });
    const rotated = await call('rotateSigningKey', ws, { retireAfterSeconds: 60 });
    assert.deepEqual(
      rotated.items.map(({ state }: { state: string }) => state),
      ['current', 'retiring'],
    );
    const revoked = await call('revokeSigningKey', ws, { kid: first.id, reason: 'stolen' });
    assert.equal(revoked.revokedKeys, 1);
    assert.equal(revoked.items[1].state, 'removed');
  });
}
