import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ErrorCode } from '../../src/errors.ts';
import { below } from '../support/below.ts';
import { workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';
import { keyText } from '../support/key-text.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture, { scopes: ['orders:read', 'orders:write'] });
const base = `/v1/workspaces/${slug}`;
const { post, patch, issue } = below(fixture, base);

describe('wrong types', () => {
  const wrong: readonly [string, unknown][] = [
    ['/customer', 1],
    ['/customer', null],
    ['/customer', ['a']],
    ['/name', {}],
    ['/name', ''],
    ['/scopes', 'orders:read'],
    ['/scopes/0', [1]],
    ['/claims', []],
    ['/claims', null],
    ['/metadata', 'x'],
    ['/expiresAt', 1_900_000_000],
    ['/method', 'magic'],
  ];
  for (const [pointer, value] of wrong) {
    it(`${pointer} ${JSON.stringify(value)}`, async () => {
      const member = pointer.split('/')[1] ?? '';
      const { json } = await post('/keys', { customer: 'a', [member]: value }, 'invalid_request');
      assert.equal(json.pointer, pointer);
      assert.match(json.detail, new RegExp(`"${member}`));
    });
  }
  it('a missing member', async () => {
    assert.equal((await post('/keys', {}, 'invalid_request')).json.pointer, '/customer');
  });
});

describe('out of bounds', () => {
  it('is reported in a sentence', async () => {
    const id = await issue();
    for (const [overlapSeconds, words] of [
      [-1, '"overlapSeconds" must be at least 0.'],
      [1e9, '"overlapSeconds" must be at most 7776000.'],
      [1.5, '"overlapSeconds" is not valid: expected int, received number.'],
    ] as const)
      assert.equal(
        (await post(`/keys/${id}/rotate`, { overlapSeconds }, 'invalid_request')).json.detail,
        words,
      );
    const { json } = await post('/keys:batch', { items: [] }, 'invalid_request');
    assert.equal(json.detail, '"items" must have at least 1 items.');
  });
});

describe('unknown members', () => {
  it('are named, together with the known ones', async () => {
    const { json } = await post('/keys', { customer: 'a', custmer: 'b' }, 'invalid_request');
    assert.equal(json.pointer, '/custmer');
    assert.match(json.detail, /customer, name, scopes/);
  });
  it('a token pasted as a member name is not echoed', async () => {
    const { text } = await post('/keys', { customer: 'a', [fixture.admin.token]: 1 }, 'invalid_request');
    assert.doesNotMatch(text, keyText);
  });
  it('in a batch, in a query, in each PATCH', async () => {
    await post('/keys:batch', { items: [{ customer: 'a', x: 1 }] }, 'invalid_request');
    await patch('/customers/a', { x: 1 }, 'invalid_request');
    await patch('', { x: 1 }, 'invalid_request');
    await fixture.refused({ method: 'GET', path: `${base}/keys?x=1` }, 400, 'invalid_request');
  });
  it('immutable members say so', async () => {
    for (const member of ['slug', 'prefix', 'issuer', 'audience']) {
      assert.match((await patch('', { [member]: 'x' }, 'invalid_request')).json.detail, /fixed/);
    }
  });
  it('an empty change', async () => {
    const id = await issue();
    await patch(`/keys/${id}`, {}, 'invalid_request');
    await patch('', {}, 'invalid_request');
    await patch('/customers/a', {}, 'invalid_request');
    await post(`/keys/${id}/rotation`, {}, 'invalid_request');
    await post(`/keys/${id}/rotation`, { end: false }, 'invalid_request');
    await post(`/keys/${id}/rotation`, { end: true, cancel: true }, 'invalid_request');
    await post(`/keys/${id}/rotation`, { cancel: true, endsAt: '2030-01-01T00:00:00Z' }, 'invalid_request');
    await post('/keys:revoke', {}, 'invalid_request');
    await post('/keys:revoke', { dryRun: true, reason: 'x' }, 'invalid_request');
  });
});

describe('customer IDs that no header can carry', () => {
  const bad = [
    '',
    'x'.repeat(256),
    'x'.repeat(10_000),
    'a b',
    ' a',
    'a\t',
    'müller',
    'ａ',
    '😀',
    'a\u007f',
    '.',
    '..',
  ];
  for (const customer of bad) {
    it(JSON.stringify(customer.slice(0, 12)), async () => {
      assert.equal((await post('/keys', { customer }, 'invalid_request')).json.pointer, '/customer');
    });
  }
  it('255 visible characters are accepted, every one of them, in the path too', async () => {
    const visible = Array.from({ length: 94 }, (_, n) => String.fromCharCode(0x21 + n)).join('');
    for (const customer of [visible, 'x'.repeat(255), 'a/../b', '...', '%2e%2e', '__proto__', 'a?b#c']) {
      await issue({ customer });
      const escaped = encodeURIComponent(customer);
      const answer = await fixture.send({ method: 'GET', path: `${base}/customers/${escaped}` });
      assert.equal(answer.json.id, customer);
      const list = await fixture.send({ method: 'GET', path: `${base}/keys?customer=${escaped}` });
      assert.equal(list.json.items.length, 1);
    }
  });
});

describe('scopes', () => {
  it('beyond the ceiling of the workspace, and of the customer', async () => {
    await post('/keys', { customer: 'a', scopes: ['orders:delete'] }, 'scope_not_allowed');
    await issue({ customer: 'limited' });
    await fixture.send({
      method: 'PATCH',
      path: `${base}/customers/limited`,
      body: { scopes: ['orders:read'] },
    });
    await post('/keys', { customer: 'limited', scopes: ['orders:write'] }, 'scope_not_allowed');
    const id = await issue({ customer: 'limited', scopes: ['orders:read'] });
    await post(`/keys/${id}/rotate`, { scopes: ['orders:write'] }, 'scope_not_allowed');
  });
  const many = Array.from({ length: 101 }, (_, n) => `s${n}`);
  for (const scopes of [['a b'], [''], ['"'], ['a\\b'], ['é'], ['x'.repeat(256)], ['a', 'a'], many]) {
    it(JSON.stringify(scopes).slice(0, 30), async () => {
      await post('/keys', { customer: 'a', scopes }, 'invalid_request');
    });
  }
  it('that no administrator has', async () => {
    await fixture.refused(
      { method: 'POST', path: '/v1/workspaces/lostwax/keys', body: { customer: 'a', scopes: ['root'] } },
      400,
      'scope_not_allowed',
    );
  });
});

describe('slugs and prefixes', () => {
  const make = (body: object, code: ErrorCode, status = 400) =>
    fixture.refused({ method: 'POST', path: '/v1/workspaces', body }, status, code);
  for (const reserved of [
    'v1',
    'feed',
    'portal',
    'console',
    'oauth',
    'assets',
    'healthz',
    'readyz',
    'metrics',
  ]) {
    it(`reserved: ${reserved}`, async () => {
      await make({ slug: reserved }, 'slug_reserved');
    });
  }
  for (const bad of ['', 'A', '1a', '-a', 'a b', 'a/b', '../a', 'a.b', 'ä', 'x'.repeat(64), '__proto__']) {
    it(`not a slug: ${bad.slice(0, 12)}`, async () => {
      await make({ slug: bad }, 'invalid_request');
    });
  }
  for (const prefix of ['acme_fe', 'acme_fe_x', 'acme_00_', 'a_12_34']) {
    it(`looks like a shard of another prefix: ${prefix}`, async () => {
      await make({ slug: 'free', prefix }, 'prefix_ambiguous');
    });
  }
  for (const prefix of ['a', 'Acme', 'a-b', 'x'.repeat(17), '_a', '9a']) {
    it(`not a prefix: ${prefix}`, async () => {
      await make({ slug: 'free', prefix }, 'invalid_request');
    });
  }
  it('taken: slug, prefix, the administrators', async () => {
    await make({ slug }, 'workspace_exists', 409);
    await make({ slug: 'free', prefix: slug }, 'workspace_exists', 409);
    await make({ slug: 'lostwax' }, 'workspace_exists', 409);
  });
});

describe('claims', () => {
  for (const name of ['iss', 'sub', 'aud', 'iat', 'jti', 'exp', 'nbf', 'scope', 'client_id', 'cnf']) {
    it(`a registered name: ${name}`, async () => {
      await post('/keys', { customer: 'a', claims: { [name]: 'x' } }, 'claim_registered');
    });
  }
  it('that push the token over 4,096 characters', async () => {
    await post('/keys', { customer: 'a', claims: { x: 'x'.repeat(3_000) } }, 'token_too_long');
    await post('/keys', { customer: 'a', claims: { x: 'x'.repeat(60_000) } }, 'token_too_long');
    const id = await issue();
    await post(`/keys/${id}/rotate`, { claims: { x: 'x'.repeat(3_000) } }, 'token_too_long');
  });
  it('metadata over 4 KiB', async () => {
    await post('/keys', { customer: 'a', metadata: { x: 'é'.repeat(2_048) } }, 'invalid_request');
  });
});

describe('expiry', () => {
  const past = [
    '2020-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '0001-01-01T00:00:00Z',
  ];
  const far = ['10000-01-01T00:00:00Z', '9999-12-31T23:59:59.999-23:59', '200000-01-01T00:00:00Z'];
  for (const expiresAt of [...past, ...far]) {
    it(expiresAt, async () => {
      await post('/keys', { customer: 'a', expiresAt }, 'expiry_not_allowed');
    });
  }
  const noTime = [
    '',
    'tomorrow',
    '2030',
    '2030-01-01',
    '2030-01-01T00:00:00',
    '2030-02-30T00:00:00Z',
    '2030-13-01T00:00:00Z',
  ];
  for (const expiresAt of [
    ...noTime,
    '2030-01-01T24:00:00Z',
    '2030-01-01 00:00:00Z',
    '+292277-01-01T00:00:00Z',
    '1e10',
  ]) {
    it(`no time: ${expiresAt}`, async () => {
      await post('/keys', { customer: 'a', expiresAt }, 'invalid_request');
    });
  }
  it('any offset is accepted, and UTC is returned', async () => {
    const body = { customer: 'a', expiresAt: '2098-12-31T22:30:00.25-01:30' };
    const { json } = await fixture.send({ method: 'POST', path: `${base}/keys`, body });
    // Tokens count in seconds.
    assert.match(json.key.expiresAt, /^2099-01-01T00:00:0[01](\.\d{3})?Z$/);
    assert.match(json.key.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
  });
  it('a later expiry of an issued key', async () => {
    const id = await issue({ expiresAt: '2050-01-01T00:00:00Z' });
    await patch(`/keys/${id}`, { expiresAt: '2051-01-01T00:00:00Z' }, 'key_immutable', 409);
    await patch(`/keys/${id}`, { expiresAt: '2001-01-01T00:00:00Z' }, 'expiry_not_allowed');
  });
});
