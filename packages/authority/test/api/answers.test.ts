import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { operations } from '../../src/api/routes/all.ts';
import { batchAnswers } from '../support/batch-answers.ts';
import { type Answer, openHttpFixture } from '../support/http.ts';
import { nameAnswers } from '../support/name-answers.ts';
import { sessionAnswers } from '../support/session-answers.ts';
import { signingKeyAnswers } from '../support/signing-key-answers.ts';

const fixture = await openHttpFixture();
const seen = new Set<string>();

/** Calls an operation; fails unless it succeeds with a response that exactly matches its schema. */
async function call(
  id: string,
  params: Readonly<Record<string, string>> = {},
  body?: unknown,
  query = '',
  key?: string,
): Promise<Answer['json']> {
  const operation = operations.find((item) => item.id === id);
  assert.ok(operation, id);
  seen.add(id);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const answer = await fixture.send({
    method: operation.method.toUpperCase(),
    path: path + query,
    body,
    key,
  });
  assert.equal(answer.status, operation.success.status, answer.text);
  const { schema, contentType } = operation.success;
  if (schema === undefined) assert.equal(answer.text, '');
  else if (contentType !== undefined) assert.equal(answer.headers['content-type'], contentType);
  // Parsing drops members that the schema doesn't define.
  else assert.deepEqual(schema.parse(answer.json), answer.json);
  return answer.json;
}

const ws = { workspace: 'acme' };

describe('every operation responds as its schema specifies', () => {
  it('workspaces', async () => {
    const made = await call(
      'createWorkspace',
      {},
      { slug: 'acme', name: 'Acme', audience: 'https://api.acme.example', scopes: ['a', 'b'] },
    );
    assert.deepEqual([made.prefix, made.algorithm, made.scopes], ['acme', 'ES256', ['a', 'b']]);
    assert.deepEqual(await call('getWorkspace', ws), made);
    const { items } = await call('listWorkspaces');
    assert.deepEqual(
      items.map(({ slug }: { slug: string }) => slug),
      ['lostwax', 'acme'],
    );
    const changed = await call('updateWorkspace', ws, { name: null, algorithm: 'EdDSA', scopes: null });
    assert.equal(changed.algorithm, 'EdDSA');
  });
  it('keys: issued, listed, changed, disabled, enabled, revoked', async () => {
    const body = {
      customer: 'cus/1 2'.replace(' ', '|'),
      name: 'CI',
      scopes: ['a'],
      claims: { plan: 'gold' },
      metadata: { n: 1 },
      method: 'signed',
    };
    const { key, token } = await call('issueKey', ws, { ...body, expiresAt: '2050-01-01T01:00:00+01:00' });
    const { name, scopes, claims, metadata, ending, expiresAt, state, createdBy } = key;
    assert.deepEqual(
      { name, scopes, claims, metadata },
      { name: 'CI', scopes: ['a'], claims: { plan: 'gold' }, metadata: { n: 1 } },
    );
    assert.deepEqual(
      [ending, expiresAt, state, createdBy],
      [token.slice(-6), '2050-01-01T00:00:00Z', 'active', fixture.admin.id],
    );
    const one = { ...ws, keyId: key.id };
    assert.deepEqual(await call('getKey', one), key);
    const found = await call(
      'listKeys',
      ws,
      undefined,
      '?customer=cus%2F1%7C2&state=active,disabled&method=signed&q=CI&limit=1',
    );
    assert.deepEqual(found, { items: [key], nextCursor: null });
    assert.equal(
      (await call('updateKey', one, { name: null, metadata: {}, expiresAt: '2049-01-01T00:00:00Z' }))
        .expiresAt,
      '2049-01-01T00:00:00Z',
    );
    assert.equal((await call('disableKey', one)).state, 'disabled');
    assert.equal((await call('enableKey', one)).state, 'active');
    const revoked = await call('revokeKey', one, { reason: 'leaked' });
    assert.deepEqual([revoked.state, revoked.revocationReason], ['revoked', 'leaked']);
    assert.match(revoked.revokedAt, /Z$/);
  });
  it('pages link to the next', async () => {
    const items = Array.from({ length: 5 }, (_, n) => ({ customer: 'pages', name: `n${n}` }));
    await call('issueKeys', ws, { items });
    const names: string[] = [];
    let cursor = '';
    do {
      const page = await call(
        'listKeys',
        ws,
        undefined,
        `?customer=pages&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      names.push(...page.items.map(({ name }: { name: string }) => name));
      cursor = page.nextCursor;
    } while (cursor);
    assert.equal(names.length, 5);
    assert.deepEqual(new Set(names), new Set(['n0', 'n1', 'n2', 'n3', 'n4']));
  });
  batchAnswers(call, ws);
  it('uses of a key, by day', async () => {
    const { key } = await call('issueKey', ws, { customer: 'used' });
    const { usageTracking, days, lastUsedAt } = await call(
      'getKeyUsage',
      { ...ws, keyId: key.id },
      undefined,
      '?days=3',
    );
    assert.deepEqual([usageTracking, days.length, lastUsedAt], ['none', 3, null]);
    const overview = await call('getOverview', ws, undefined, '?days=7&timeZone=Europe/Berlin');
    assert.deepEqual([overview.days.length, overview.setup.key], [7, true]);
  });
  sessionAnswers(call, ws);
  it('many revoked at once', async () => {
    await call('issueKeys', ws, { items: [{ customer: 'many' }, { customer: 'many' }] });
    const dry = await call('revokeKeys', ws, { customer: 'many', dryRun: true });
    assert.deepEqual([dry.count, dry.keyIds.length, dry.dryRun], [2, 2, true]);
    assert.deepEqual(
      dry.keys.map(({ id, customer }: { id: string; customer: string }) => [id, customer]),
      dry.keyIds.map((id: string) => [id, 'many']),
    );
    const filter = {
      customer: 'many',
      createdBy: fixture.admin.id,
      createdAfter: '2000-01-01T00:00:00Z',
      createdBefore: '2999-01-01T00:00:00Z',
    };
    await fixture.refused(
      { method: 'POST', path: '/v1/workspaces/acme/keys:revoke', body: { ...filter, expectedCount: 3 } },
      409,
      'count_changed',
    );
    const done = { ...dry, keys: [], dryRun: false };
    assert.deepEqual(await call('revokeKeys', ws, { ...filter, reason: 'gone', expectedCount: 2 }), done);
    assert.equal((await call('revokeKeys', ws, { customer: 'many' })).count, 0);
  });
  it('rotation: with an overlap, moved, undone, ended', async () => {
    const { key } = await call('issueKey', ws, { customer: 'rot', scopes: ['a'] });
    const one = { ...ws, keyId: key.id };
    const rotated = await call('rotateKey', one, {
      overlapSeconds: 60,
      scopes: ['b'],
      claims: { x: 1 },
      expiresAt: null,
    });
    assert.deepEqual(
      [rotated.key.replaces, rotated.replaces.replacedBy, rotated.key.scopes],
      [key.id, rotated.key.id, ['b']],
    );
    const endsAt = new Date(fixture.clock.now + 30_000).toISOString().replace('.000Z', 'Z');
    assert.equal((await call('changeRotation', one, { endsAt })).expiresAt, endsAt);
    assert.equal((await call('changeRotation', one, { cancel: true })).replacedBy, null);
    assert.equal((await call('getKey', { ...ws, keyId: rotated.key.id })).state, 'revoked');
    await call('rotateKey', one);
    assert.equal((await call('changeRotation', one, { end: true })).state, 'expired');
  });
  it('customers: listed, limited, suspended, erased', async () => {
    const one = { ...ws, customer: 'cus/1|2' };
    assert.equal((await call('getCustomer', one)).id, 'cus/1|2');
    assert.ok((await call('listCustomers', ws, undefined, '?q=cus&limit=1')).items.length === 1);
    const patch = { name: 'Initech', state: 'suspended', maxKeys: 3, scopes: ['a'] };
    const changed = await call('updateCustomer', one, patch);
    assert.deepEqual({ ...changed, ...patch }, changed);
    await call('updateCustomer', one, { name: null, state: 'active', maxKeys: null, scopes: null });
    await call('eraseCustomer', one);
    const { items } = await call('listKeys', ws, undefined, '?limit=500');
    assert.ok(items.some(({ customer }: { customer: string | null }) => customer === null));
    const expiring = await call('listKeys', ws, undefined, '?expiresBefore=2000-01-01T00:00:00Z');
    assert.deepEqual(expiring.items, []);
    const { count, more } = await call('countEndedKeys', ws);
    assert.ok(count > 0 && !more);
    assert.deepEqual(await call('countEndedKeys', ws, undefined, '?customer=nobody'), { count: 0, more });
  });
  it('the audit log, whose chain can be recomputed from the response as its description says', async () => {
    const { items } = await call('listAudit', ws, undefined, '?after=0&limit=500');
    assert.ok(items.length > 20);
    assert.deepEqual((await call('listAudit', ws, undefined, '?limit=1')).items, items.slice(-1));
    assert.equal((await call('listAudit', ws, undefined, '?action=workspace.create')).items.length, 1);
    const sha256 = (...parts: (string | Uint8Array)[]): Buffer =>
      parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
    let before: Uint8Array = new Uint8Array(32);
    for (const [index, row] of items.entries()) {
      const { seq, at, action, actor, keyId, customerRef, details, texts, salt, textsHash, hash } = row;
      assert.equal(seq, index + 1);
      if (texts !== null)
        assert.equal(sha256(Buffer.from(salt, 'hex'), JSON.stringify(texts)).toString('hex'), textsHash);
      before = sha256(
        before,
        JSON.stringify([
          seq,
          Date.parse(at),
          action,
          actor,
          keyId,
          customerRef,
          JSON.stringify(details),
          textsHash,
        ]),
      );
      assert.equal(Buffer.from(before).toString('hex'), hash);
    }
    assert.ok(
      items.some(({ texts }: { texts: object | null }) => texts === null),
      'the erased customer',
    );
  });
  signingKeyAnswers(call, ws);
  it('readers: registered, listed, changed, removed', async () => {
    const input = { name: 'edge', kind: 'gateway', refreshSeconds: 15 };
    const made = await call('registerReader', ws, input);
    assert.deepEqual({ ...made, ...input, lastSeenAt: null, position: null }, made);
    assert.deepEqual((await call('listReaders', ws)).items, [made]);
    await fixture.refused(
      { method: 'POST', path: '/v1/workspaces/acme/readers', body: input },
      409,
      'reader_exists',
    );
    const reader = { ...ws, reader: made.id };
    const change = { name: 'edge 2', refreshSeconds: 30 };
    assert.deepEqual(await call('updateReader', reader, change), { ...made, ...change });
    await call('removeReader', reader);
    const path = `/v1/workspaces/acme/readers/${made.id}`;
    await fixture.refused({ method: 'DELETE', path }, 404, 'reader_not_found');
  });
  nameAnswers(call, ws);
  it('configurations of gateways', async () => {
    await call('listGateways');
    await call('getGatewayConfiguration', { ...ws, gateway: 'envoy' }, undefined, '?upstream=api:8080');
  });
  it('people: put, listed, removed', async () => {
    const one = { person: 'ada@acme.example' };
    const input = { name: 'Ada', roles: [{ workspace: 'acme', role: 'operator' }] };
    const made = await call('putPerson', one, input);
    assert.deepEqual({ ...made, ...one, ...input, lastSignInAt: null }, made);
    assert.deepEqual((await call('listPeople')).items, [made]);
    await call('removePerson', one, undefined, '?erase=true');
    const path = '/v1/people/ada%40acme.example';
    await fixture.refused({ method: 'DELETE', path }, 404, 'person_not_found');
  });
  it('the console: what is offered, signed in by a key, a link', async () => {
    assert.deepEqual(await call('getConsoleSignIn'), { openid: null });
    const { actor, warnings } = await call('signInToConsole');
    assert.deepEqual([actor.id, warnings], [fixture.admin.id, ['first_key_in_use']]);
    const { url } = await call('openConsole');
    await call('exchangeCode', {}, { code: url.split('#')[1] });
  });
  it('uses of keys, a thousand in one report', async () => {
    const { key } = await call('issueKey', ws, { customer: 'used' });
    const items = Array.from({ length: 999 }, () => ({ kid: key.id, at: '2026-01-01T00:00:00Z', count: 1 }));
    const foreign = { ...items[0], kid: fixture.admin.id };
    assert.deepEqual(await call('addUsage', ws, { items: [...items, foreign] }), {
      accepted: 999,
      unknown: 1,
    });
  });
  it('a key that revokes itself', async () => {
    const { token } = await call('issueKey', ws, { customer: 'self' });
    assert.equal((await call('revokeSelf', {}, {}, '', token)).state, 'revoked');
  });
  it('health and metrics', async () => {
    for (const id of ['healthz', 'readyz', 'metrics']) await call(id);
  });
});

after(() =>
  assert.deepEqual(
    operations.map(({ id }) => id).filter((id) => !seen.has(id)),
    [],
    'operations that no test here calls',
  ),
);
