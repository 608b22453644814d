import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { accessToken, basic, postForm } from '../../../tools/testing/access-token.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const LIMIT_MS = 15_000;

describe('access tokens of OAuth clients', { timeout: 120_000 }, () => {
  let house: House;
  let gate: RunningGate;
  /** Follows the public feed, which has no clients. */
  let unaware: RunningGate;
  let client: TestKey;
  let token: string;

  const newClient = (body: object = {}) => house.issue({ method: 'oauth-client', ...body });
  const keyPath = ({ id }: TestKey, rest = '') => `/v1/workspaces/acme/keys/${id}${rest}`;
  const becomes = (text: string, code: string) =>
    until(`the token is ${code}`, LIMIT_MS, async () => (await gate.code(text)) === code);
  /** A client whose access token this gate accepts. */
  const working = async (body?: object): Promise<TestKey & { access: string }> => {
    const made = await newClient(body);
    const access = await accessToken(house.issuer, made);
    await becomes(access, 'accepted');
    return { ...made, access };
  };

  before(async () => {
    house = await makeHouse();
    await house.authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'oauth-client'] });
    await house.authority.call('POST', '/v1/workspaces/acme/readers', {
      name: 'gate',
      kind: 'gate',
      refreshSeconds: 1,
    });
    const keyFile = join(house.folder, 'feed.key');
    writeFileSync(keyFile, house.authority.adminKey, { mode: 0o600 });
    gate = await startGate([
      ...['--issuer', house.issuer, '--feed-key-file', keyFile, '--threads', '2'],
      ...['--report-key-file', keyFile, '--reader', await readerId()],
    ]);
    unaware = await startGate(['--issuer', house.issuer]);
    await Promise.all([gateReady(gate), gateReady(unaware)]);
    client = await newClient({ claims: { plan: 'gold' } });
    token = await accessToken(house.issuer, client);
    await becomes(token, 'accepted');
  });
  after(async () => {
    await Promise.all([gate?.stop(), unaware?.stop()]);
    await house?.end();
  });

  async function readerId(): Promise<string> {
    const { items } = await house.authority.call<{ items: { id: string }[] }>(
      'GET',
      '/v1/workspaces/acme/readers',
    );
    return `${items[0]?.id}`;
  }

  it('say who calls: the client, its customer, its scopes and its claims', async () => {
    const { status, headers } = await ask(`${gate.url}/verify`, [bearer(token)]);
    assert.equal(status, 200);
    assert.equal(headers['x-lostwax-key-id'], client.id);
    assert.equal(headers['x-lostwax-subject'], 'customer-1');
    assert.equal(headers['x-lostwax-workspace'], 'acme');
    assert.equal(headers['x-lostwax-scope'], 'orders:read orders:write');
    const claims = JSON.parse(Buffer.from(`${headers['x-lostwax-claims']}`, 'base64url').toString());
    assert.equal(claims.plan, 'gold');
  });

  it('are accepted by every thread at the first call, with at most the scopes that were asked for', async () => {
    const narrow = await accessToken(house.issuer, client, 'orders:read');
    for (let call = 0; call < 8; call++)
      assert.equal(await gate.verify(narrow, '/verify?scope=orders:read'), 200);
    assert.equal(await gate.verify(narrow, '/verify?scope=orders:write'), 403);
  });

  it('end at once with their client, however it ends', async () => {
    const ends: Readonly<Record<string, (key: TestKey) => Promise<unknown>>> = {
      revoked: (key) => house.revoke(key),
      disabled: (key) => house.authority.call('POST', keyPath(key, '/disable')),
      'of a suspended customer': () =>
        house.authority.call('PATCH', '/v1/workspaces/acme/customers/other', { state: 'suspended' }),
      expired: (key) =>
        house.authority.call('PATCH', keyPath(key), {
          expiresAt: new Date(Date.now() + 2_000).toISOString(),
        }),
    };
    for (const [how, end] of Object.entries(ends)) {
      const key = await working(how === 'of a suspended customer' ? { customer: 'other' } : {});
      await end(key);
      await until(`the token of a client that is ${how} is refused`, LIMIT_MS, async () =>
        ['key_unknown', 'key_expired'].includes(await gate.code(key.access)),
      );
      const { status, json } = await postForm(
        `${house.issuer}/oauth/token`,
        { grant_type: 'client_credentials' },
        basic(key),
      );
      assert.deepEqual([status, json['error']], [401, 'invalid_client'], how);
    }
  });

  it('come back when their client is enabled', async () => {
    const key = await working();
    await house.authority.call('POST', keyPath(key, '/disable'));
    await becomes(key.access, 'key_unknown');
    await house.authority.call('POST', keyPath(key, '/enable'));
    await becomes(key.access, 'accepted');
  });

  it('work of both clients during the overlap of a rotation', async () => {
    const old = await working();
    const next = await house.authority.call<{ token: string; key: { id: string } }>(
      'POST',
      keyPath(old, '/rotate'),
      {},
    );
    assert.notEqual(next.key.id, old.id);
    const access = await accessToken(house.issuer, { id: next.key.id, token: next.token });
    await becomes(access, 'accepted');
    assert.equal(await gate.code(await accessToken(house.issuer, old)), 'accepted');
    await house.authority.call('POST', keyPath(old, '/rotation'), { end: true });
    await becomes(old.access, 'key_unknown');
    assert.equal(await gate.code(access), 'accepted');
  });

  it('are refused within seconds when one of them is revoked, and the others work on', async () => {
    const key = await working();
    const other = await accessToken(house.issuer, key);
    const revoked = await postForm(`${house.issuer}/oauth/revoke`, { token: key.access }, basic(key));
    assert.equal(revoked.status, 200);
    await becomes(key.access, 'key_unknown');
    assert.equal(await gate.code(other), 'accepted');
  });

  it('are refused where anything of them was changed', async () => {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const said = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    const codes: Readonly<Record<string, [string, string]>> = {
      'its signature': ['key_unknown', `${header}.${payload}.${changed}`],
      'its scopes': ['key_unknown', `${header}.${part({ ...said(payload), scope: 'admin' })}.${signature}`],
      'its client': [
        'key_unknown',
        `${header}.${part({ ...said(payload), client_id: 'acme_x' })}.${signature}`,
      ],
      'its issuer': [
        'issuer_unknown',
        `${header}.${part({ ...said(payload), iss: 'http://x/y' })}.${signature}`,
      ],
      'its end': ['key_expired', `${header}.${part({ ...said(payload), exp: 1 })}.${signature}`],
      'its algorithm': [
        'token_malformed',
        `${part({ ...said(header), alg: 'none' })}.${payload}.${signature}`,
      ],
      'its type': ['token_malformed', `${part({ ...said(header), typ: 'JWT' })}.${payload}.${signature}`],
      'its signer': ['signer_unknown', `${part({ ...said(header), kid: 'x' })}.${payload}.${signature}`],
      'a binding to a key': [
        'token_malformed',
        `${header}.${part({ ...said(payload), cnf: {} })}.${signature}`,
      ],
      'no signature': ['token_malformed', `${header}.${payload}.`],
    };
    for (const [what, [code, text]] of Object.entries(codes)) assert.equal(await gate.code(text), code, what);
  });

  it('are what an API takes: a secret, a client ID and the text behind its pin are refused, with a sentence for the secret', async () => {
    assert.equal(await gate.code(client.token), 'client_secret_sent');
    assert.equal(await gate.code(client.id), 'token_malformed');
    assert.equal(await gate.code(`oauth-client:${client.id}`), 'token_malformed');
  });

  it('are unknown to a gate that follows the public feed', async () => {
    assert.equal(await unaware.code(token), 'key_unknown');
  });

  it('count as uses of their client', async () => {
    const key = await working();
    await until('the use is reported', 60_000, async () => {
      const { lastUsedAt } = await house.authority.call<{ lastUsedAt: string | null }>('GET', keyPath(key));
      return lastUsedAt !== null;
    });
  });

  it('outlive a restart of the authority, whose new tokens are accepted at once', async () => {
    await house.restart();
    assert.equal(await gate.code(token), 'accepted');
    const access = await accessToken(house.issuer, client);
    assert.equal(await gate.code(access), 'accepted');
    assert.equal(await gate.code(token), 'accepted');
  });
});
