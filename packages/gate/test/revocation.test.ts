import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse } from './support/house.ts';

/** The part of a key record about readers. */
interface Propagation {
  readonly effect: string;
  readonly seen: number;
  readonly of: number;
  readonly since: string | null;
}

/** Generous, for a busy machine; the benchmark measures the actual speed. */
const SOON_MS = 15_000;

describe('every change takes effect at every gate within moments', { timeout: 120_000 }, () => {
  let house: House;
  const gates: RunningGate[] = [];

  before(async () => {
    house = await makeHouse();
    gates.push(
      ...(await Promise.all([2, 1].map((n) => startGate(['--issuer', house.issuer, '--threads', `${n}`])))),
    );
    await Promise.all(gates.map(gateReady));
  });
  after(async () => {
    for (const gate of gates) await gate.stop();
    await house?.end();
  });

  /** Milliseconds until every gate has given this answer several times, since its threads take turns. */
  async function allSay(key: string, code: string): Promise<number> {
    const start = performance.now();
    await until(`all gates answer ${code}`, SOON_MS, async () => {
      const said = await Promise.all([...gates, ...gates, ...gates].map((gate) => gate.code(key)));
      return said.every((item) => item === code);
    });
    return performance.now() - start;
  }

  it('a created key is accepted, and a revoked one refused permanently', async (t) => {
    const times: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const key = await house.issue();
      await allSay(key.token, 'accepted');
      await house.revoke(key);
      times.push(await allSay(key.token, 'key_unknown'));
    }
    t.diagnostic(`refused everywhere after ${times.map(Math.round).join(' ')} ms`);
  });

  it('after the first refusal no thread of any gate accepts again', async () => {
    const key = await house.issue();
    await allSay(key.token, 'accepted');
    let refusedAt = 0;
    let acceptedLate = 0;
    let stop = false;
    const askers = gates.map(async (gate) => {
      let refused = false;
      while (!stop) {
        const status = await gate.verify(key.token);
        if (status !== 200) refused = true;
        else if (refused) acceptedLate += 1;
        if (refused && refusedAt === 0) refusedAt = performance.now();
      }
    });
    await house.revoke(key);
    await until('it is refused', SOON_MS, () => refusedAt > 0 && performance.now() - refusedAt > 300);
    stop = true;
    await Promise.all(askers);
    assert.equal(acceptedLate, 0);
  });

  it('keys are disabled and enabled, suspended and resumed, and expire', async () => {
    const { authority } = house;
    const key = await house.issue({ customer: 'customer-2' });
    await allSay(key.token, 'accepted');
    await authority.call('POST', `/v1/workspaces/acme/keys/${key.id}/disable`, {});
    await allSay(key.token, 'key_unknown');
    await authority.call('POST', `/v1/workspaces/acme/keys/${key.id}/enable`, {});
    await allSay(key.token, 'accepted');
    await authority.call('PATCH', '/v1/workspaces/acme/customers/customer-2', { state: 'suspended' });
    await allSay(key.token, 'key_unknown');
    await authority.call('PATCH', '/v1/workspaces/acme/customers/customer-2', { state: 'active' });
    await allSay(key.token, 'accepted');
    const short = await house.issue({ expiresAt: new Date(Date.now() + 5_000).toISOString() });
    await gates[0]?.accepts(short.token);
    await until('it has expired', 20_000, async () => (await gates[0]?.verify(short.token)) === 401);
  });

  it('a registered gate reports what it has applied, and the key record shows since when the key is refused', async () => {
    const { authority, issuer } = house;
    const { id } = await authority.call<{ id: string }>('POST', '/v1/workspaces/acme/readers', {
      name: 'the gate',
      kind: 'gate',
      refreshSeconds: 5,
    });
    const gate = await startGate(['--issuer', issuer, '--reader', id, '--max-stale', '3']);
    try {
      await gateReady(gate);
      const key = await house.issue();
      const told = async () =>
        (await authority.call<{ propagation: Propagation }>('GET', `/v1/workspaces/acme/keys/${key.id}`))
          .propagation;
      const seenBy = (effect: string) =>
        until(`the record shows ${effect}`, 15_000, async () => {
          const { seen, of, ...rest } = await told();
          return rest.effect === effect && seen === 1 && of === 1 && rest.since !== null;
        });
      await seenBy('accepted');
      assert.equal(await gate.code(key.token), 'accepted');
      await house.revoke(key);
      await seenBy('refused');
      assert.equal(await gate.code(key.token), 'key_unknown');
    } finally {
      await gate.stop();
    }
  });

  it('usage is reported, and the key record shows when the key was last used', async () => {
    const { authority, issuer } = house;
    const { writeFileSync } = await import('node:fs');
    const file = `${house.folder}/report.key`;
    const { token } = await authority.call<{ token: string }>('POST', '/v1/workspaces/lostwax/keys', {
      customer: 'gate',
      scopes: ['usage:write@acme'],
    });
    writeFileSync(file, token);
    const gate = await startGate(['--issuer', issuer, '--report-key-file', file]);
    await gateReady(gate);
    const key = await house.issue();
    await gate.accepts(key.token);
    assert.equal(await gate.verify(key.token), 200);
    // The last report is sent when the gate stops.
    await gate.stop();
    const record = await authority.call<{ lastUsedAt: string | null }>(
      'GET',
      `/v1/workspaces/acme/keys/${key.id}`,
    );
    assert.ok(Math.abs(Date.parse(`${record.lastUsedAt}`) - Date.now()) < 20_000, `${record.lastUsedAt}`);
  });
});
