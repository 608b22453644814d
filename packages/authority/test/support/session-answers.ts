import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Answer } from './http.ts';

type Params = Readonly<Record<string, string>>;

/** Calls an operation by its ID and checks the response against its schema. */
export type Call = (
  id: string,
  params?: Params,
  body?: unknown,
  query?: string,
  key?: string,
) => Promise<Answer['json']>;

/** The part of `answers.test.ts` that covers sessions. */
export function sessionAnswers(call: Call, ws: Params): void {
  it('portal sessions: opened, started, listed, shown, ended', async () => {
    const body = {
      customer: 'cus_p',
      actor: { id: 'u', name: 'Ada' },
      can: ['view'],
      scopes: ['a'],
      locale: 'de-AT',
    };
    const { url } = await call('openPortalSession', ws, body);
    const code = new URL(url).hash.slice(1);
    const begun = await call('exchangeCode', {}, { ...ws, code });
    assert.deepEqual([begun.actor, begun.can, begun.locale], [{ id: 'u', name: 'Ada' }, ['view'], 'de-AT']);
    const { items } = await call('listPortalSessions', ws, undefined, '?customer=cus_p');
    assert.deepEqual([items[0].id, items[0].begun], [begun.id, true]);
    await call('endPortalSession', { ...ws, session: begun.id });
    for (const end of [1, 0]) {
      const { token } = await call('openPortalSession', ws, { customer: 'cus_p', embed: true });
      assert.equal((await call('getSession', {}, undefined, '', token)).customer.id, 'cus_p');
      if (end) await call('endSession', {}, undefined, '', token);
    }
    assert.deepEqual(await call('endPortalSessions', ws, undefined, '?customer=cus_p'), { ended: 1 });
  });
}
