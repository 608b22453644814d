import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeKeyId } from '@lostwax/core';
import { below } from '../support/below.ts';
import { workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const base = `/v1/workspaces/${slug}`;
const { post, patch, issue } = below(fixture, base);

describe('what a token contains', () => {
  for (const change of [
    { scopes: [] },
    { claims: {} },
    { customer: 'b' },
    { method: 'signed' },
    { name: 'x', scopes: [] },
  ]) {
    it(JSON.stringify(change), async () => {
      const { json } = await patch(`/keys/${await issue()}`, change, 'key_immutable', 409);
      assert.match(json.detail, /[Rr]otate/);
    });
  }
});

describe('key ids', () => {
  const operations: readonly [string, string, unknown][] = [
    ['GET', '', undefined],
    ['PATCH', '', { name: 'x' }],
    ['POST', '/revoke', {}],
    ['POST', '/disable', undefined],
    ['POST', '/enable', undefined],
    ['POST', '/rotate', {}],
    ['POST', '/rotation', { cancel: true }],
  ];
  for (const [method, tail, body] of operations) {
    it(`unknown, of another workspace, malformed: ${method} ${tail}`, async () => {
      const good = await issue();
      const mistyped = good.slice(0, -1) + (good.endsWith('0') ? '1' : '0');
      const foreign = await fixture.domain.issue(fixture.admin, await workspace(fixture), { customer: 'a' });
      for (const id of [
        makeKeyId(slug),
        foreign.key.id,
        mistyped,
        'x',
        `${slug}_sentinel`,
        '__proto__',
        'x'.repeat(300),
      ]) {
        await fixture.refused({ method, path: `${base}/keys/${id}${tail}`, body }, 404, 'key_not_found');
      }
    });
  }
});

describe('states', () => {
  it('a revoked key is neither enabled, disabled, rotated nor changed again', async () => {
    const id = await issue();
    assert.equal((await fixture.send({ method: 'POST', path: `${base}/keys/${id}/revoke` })).status, 200);
    await post(`/keys/${id}/enable`, undefined, 'key_ended', 409);
    await post(`/keys/${id}/disable`, undefined, 'key_ended', 409);
    await post(`/keys/${id}/rotate`, {}, 'key_ended', 409);
  });
  it('the last administrator key cannot be revoked', async () => {
    const own = `/v1/workspaces/lostwax/keys/${fixture.admin.id}`;
    for (const tail of ['/revoke', '/disable']) {
      await fixture.refused({ method: 'POST', path: own + tail }, 409, 'last_admin_key');
    }
    await fixture.refused({ method: 'POST', path: '/v1/self/revoke' }, 409, 'last_admin_key');
    const all = { createdAfter: '2000-01-01T00:00:00Z' };
    await fixture.refused(
      { method: 'POST', path: '/v1/workspaces/lostwax/keys:revoke', body: all },
      409,
      'last_admin_key',
    );
    const customer = '/v1/workspaces/lostwax/customers/administrator';
    await fixture.refused({ method: 'DELETE', path: customer }, 409, 'last_admin_key');
    await fixture.refused(
      { method: 'PATCH', path: customer, body: { state: 'suspended' } },
      409,
      'last_admin_key',
    );
  });
  it('a suspended customer gets no keys', async () => {
    const id = await issue({ customer: 'late' });
    const suspended = { method: 'PATCH', path: `${base}/customers/late`, body: { state: 'suspended' } };
    assert.equal((await fixture.send(suspended)).json.state, 'suspended');
    await post('/keys', { customer: 'late' }, 'customer_suspended', 409);
    await post(`/keys/${id}/rotate`, {}, 'customer_suspended', 409);
  });
  it('a customer cannot exceed its key limit', async () => {
    await issue({ customer: 'few' });
    await fixture.send({ method: 'PATCH', path: `${base}/customers/few`, body: { maxKeys: 1 } });
    await post('/keys', { customer: 'few' }, 'key_limit_reached', 409);
  });
  it('a key without a rotation', async () => {
    await post(`/keys/${await issue()}/rotation`, { cancel: true }, 'no_rotation', 409);
  });
  it('two administrators who revoke at once both succeed, and it is done once', async () => {
    const id = await issue();
    const revoke = { method: 'POST', path: `${base}/keys/${id}/revoke` };
    const answers = await Promise.all([revoke, revoke, revoke].map(fixture.send));
    assert.deepEqual(
      answers.map(({ status, json }) => [status, json.state]),
      Array(3).fill([200, 'revoked']),
    );
    const audit = await fixture.send({ method: 'GET', path: `${base}/audit?keyId=${id}&action=key.revoke` });
    assert.equal(audit.json.items.length, 1);
  });
});

describe('queries', () => {
  for (const query of [
    'limit=0',
    'limit=501',
    'limit=-1',
    'limit=1e2',
    'limit=',
    'state=gone',
    'method=magic',
    'cursor=%00',
    'cursor=x',
  ]) {
    it(query, async () => {
      await fixture.refused({ method: 'GET', path: `${base}/keys?${query}` }, 400, 'invalid_request');
    });
  }
  for (const query of [
    'state=active&state=revoked',
    'customer=a%20b',
    'q=%00',
    `q=${'x'.repeat(256)}`,
    '__proto__=1',
  ]) {
    it(query.slice(0, 40), async () => {
      await fixture.refused({ method: 'GET', path: `${base}/keys?${query}` }, 400, 'invalid_request');
    });
  }
  it('SQL and LIKE syntax is treated as text', async () => {
    for (const q of ["' OR 1=1 --", '%', '_', '\\', '"']) {
      const { json } = await fixture.send({ method: 'GET', path: `${base}/keys?q=${encodeURIComponent(q)}` });
      assert.equal(
        json.items.filter(({ name }: { name: string | null }) => !name?.includes(q)).length,
        q === '_' ? json.items.length : 0,
      );
    }
  });
});
