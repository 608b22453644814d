/** What a gateway that holds pins must answer: the same as a gate that follows the same workspace. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { accessToken } from '../../../../tools/testing/access-token.ts';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../../tools/testing/request.ts';
import { until } from '../../../../tools/testing/until.ts';
import type { TestKey } from '../../../gate/test/support/house.ts';
import { type PinsGateway, type Setup, setUp } from './setup.ts';

/** What one gateway does in a way of its own. */
export interface OwnWays {
  /** Leaves out identity headers that the gate sends empty. */
  readonly dropsEmptyHeaders?: true;
  /** More requests that it refuses as the gate does. */
  readonly alsoRefused?: Readonly<Record<string, (token: string) => readonly HeaderLine[]>>;
  /** Texts that stand for something else in its table. */
  readonly foreign: readonly string[];
}

/** The setup and a good key, from the first test on. */
export interface Checked {
  setup(): Setup;
  key(): TestKey;
}

const identityNames = ['key-id', 'subject', 'workspace', 'scope', 'claims'].map((it) => `x-lostwax-${it}`);

/** Adds the tests to the current `describe`. */
export function answersAsAGate(
  gateway: PinsGateway,
  { dropsEmptyHeaders, alsoRefused = {}, foreign }: OwnWays,
): Checked {
  let setup: Setup;
  let gate: RunningGate;
  let key: TestKey;

  before(async () => {
    setup = await setUp(gateway, ['--path-scope', '/admin=admin', '--path-scope', '/admin=write']);
    const { house } = setup;
    const methods = ['signed', 'opaque', 'shared-signed', 'oauth-client'];
    await house.authority.call('PATCH', '/v1/workspaces/acme', { methods });
    gate = await startGate(['--issuer', house.issuer, '--feed-key-file', setup.feedKeyFile]);
    await gateReady(gate);
    key = await house.issue();
    await setup.seen(key.token, 200);
  });
  after(async () => {
    await gate?.stop();
    await setup?.end();
  });

  const keepsHeader = (value: string): boolean => dropsEmptyHeaders === undefined || value !== '';

  const identity = (headers: readonly HeaderLine[]) =>
    identityNames.map((name) => headers.filter((it) => it[0] === name).map(([, value]) => value));

  /** The claims as an object: JSON may escape a character in two ways. */
  const readable = (values: readonly string[][]) =>
    values.map((one, at) =>
      at < 4 ? one : one.map((text) => JSON.parse(Buffer.from(text, 'base64url').toString())),
    );

  const kinds: Readonly<Record<string, object>> = {
    'a signed key': {},
    'a key without scopes': { scopes: [] },
    'a key that expires': { expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
    'an opaque key': { method: 'opaque', claims: { plan: 'gold' } },
    'a shared-key token': { method: 'shared-signed', claims: { plan: 'gold', seats: 3 } },
    'a customer of special characters': { customer: `a;b|c,d<<"'\\{}$%#/e` },
    'a customer that looks like a command': { customer: '<<\\n;del#map%[date]' },
    'claims that base64url writes in its own way': { method: 'opaque', claims: { a: '~~~???>>>' } },
    'claims of special characters': {
      method: 'opaque',
      claims: { 'ü\n\n': `x;\r\n\n>"'\\ \t%[date]`, 'sm😀': [null, { a: '\u2028\u0001' }] },
    },
  };
  const identifiesAsTheGate = async (token: string): Promise<void> => {
    await setup.seen(token, 200);
    await gate.accepts(token);
    const { headers } = await ask(`${gate.url}/verify`, [bearer(token)]);
    const expected = identityNames.map((it) => [headers[it] as string].filter(keepsHeader));
    for (const line of [bearer(token), ['X-Api-Key', token] as const])
      assert.deepEqual(readable(identity(await setup.upstream(line))), readable(expected));
  };
  for (const [name, body] of Object.entries(kinds)) {
    it(`identifies ${name} as the gate does`, async () => {
      await identifiesAsTheGate((await setup.house.issue(body)).token);
    });
  }

  it('identifies imported keys of any shape as the gate does, until they are revoked', async () => {
    const tokens = [
      'sk_live_4fzZ8mQ1xV7nBwT3kL9pRj2c',
      'e8b1c1d0-5b1f-4f6a-9d2e-0c9d8f7a6b5c',
      'q83vEjRWeJq83vEjRWeJq83vEjRWeJq83v/+EjRWeA==',
      `;|"'\\{}$%#~!^&*()<>?[]@:/=+4fzZ8mQ1xV7nBwT3kL9pRj2c`,
      'eyJhbGciOiJub25lIn0.eyJzdWIiOiJjdXN0b21lci0xIn0.',
    ];
    const rows = tokens.map((key, at) => JSON.stringify({ key, customer: `moved-${at}`, scopes: 'read' }));
    await setup.importKeys(rows.join('\n'));
    for (const token of tokens) await identifiesAsTheGate(token);
    for (const at of tokens.keys()) await setup.house.revokeAll(`moved-${at}`);
    for (const token of tokens) await setup.seen(token, 401);
  });

  it('lets no header of the client pass for an identity, in any spelling', async () => {
    const own = identity(await setup.upstream(bearer(key.token)));
    const forged = await setup.upstream(
      bearer(key.token),
      ['X-Lostwax-Subject', 'other'],
      ['x-lostwax-subject', 'other'],
      ['X_Lostwax_Subject', 'other'],
      ['X.LOSTWAX-SCOPE', 'admin'],
      ['x-Lostwax_Claims', 'e30'],
      ['X-Lostwax-Open', 'path'],
      ['X-Lostwax', 'x'],
      ['Connection', 'close, x-lostwax-subject, x-lostwax-key-id'],
    );
    assert.deepEqual(identity(forged), own);
    const names = forged.map(([name]) => name).filter((name) => /^x.lostwax/.test(name));
    assert.deepEqual(names, identityNames);
  });

  it('does not pass the key on, but an Authorization header that is not the key', async () => {
    const names = (await setup.upstream(bearer(key.token))).map(([name]) => name);
    assert.ok(!names.includes('authorization'));
    const basic: HeaderLine = ['Authorization', 'Basic dTpw'];
    const headers = await setup.upstream(basic, ['X-Api-Key', key.token], ['x_api_key', key.token]);
    assert.deepEqual(headers.find(([name]) => name === 'authorization')?.[1], 'Basic dTpw');
    assert.ok(!headers.some(([, value]) => value.includes(key.token)));
  });

  const unknown = `eyJ${'a'.repeat(30)}.e30.${'b'.repeat(86)}`;
  const refused: Readonly<Record<string, (it: string) => readonly HeaderLine[]>> = {
    'no key': () => [],
    'an empty Authorization': () => [['Authorization', '']],
    'the word Bearer alone': () => [['Authorization', 'Bearer ']],
    'a key without Bearer': (it) => [['Authorization', it]],
    'another scheme': () => [['Authorization', 'Basic dTpw']],
    'a colon after Bearer': (it) => [['Authorization', `Bearer: ${it}`]],
    'Bearer twice': (it) => [['Authorization', `Bearer Bearer ${it}`]],
    'Bearer in X-Api-Key': (it) => [['X-Api-Key', `bearer ${it}`]],
    'two X-Api-Key lines': (it) => [
      ['X-Api-Key', it],
      ['X-Api-Key', it],
    ],
    'a key in both headers': (it) => [bearer(it), ['X-Api-Key', it]],
    'two keys with a comma': (it) => [['X-Api-Key', `${it},${it}`]],
    'Bearer and two keys with a comma': (it) => [['Authorization', `Bearer ${it},x`]],
  };
  for (const [name, lines] of Object.entries({ ...refused, ...alsoRefused })) {
    it(`refuses ${name} as the gate does`, async () => {
      const expected = await ask(`${gate.url}/verify`, lines(key.token));
      const answer = await setup.ask(...lines(key.token));
      assert.equal(answer.status, 401);
      assert.deepEqual(JSON.parse(answer.text), JSON.parse(expected.text));
      for (const header of ['www-authenticate', 'content-type', 'cache-control'])
        assert.equal(answer.headers[header], expected.headers[header], header);
    });
  }

  it('refuses a key that is not in the set', async () => {
    const { status, text } = await setup.ask(bearer(unknown));
    assert.deepEqual([status, JSON.parse(text).code], [401, 'key_unknown']);
    for (const near of [`${key.token}A`, key.token.slice(0, -1), key.token.toLowerCase(), ...foreign])
      assert.equal(await setup.status(near), 401);
  });

  it('accepts Bearer in any case, and with several spaces', async () => {
    for (const scheme of ['bearer', 'BEARER', 'Bearer  '])
      assert.equal((await setup.ask(['Authorization', `${scheme} ${key.token}`])).status, 200);
  });

  it('refuses OAuth clients: their secret, their access token, and the public text of their pin', async () => {
    const client = await setup.house.issue({ method: 'oauth-client' });
    const token = await accessToken(setup.house.issuer, client);
    const later = await setup.house.issue();
    await setup.seen(later.token, 200);
    for (const text of [client.token, token, `oauth-client:${client.id}`])
      assert.equal(await setup.status(text), 401);
  });

  it('asks for the scopes of a path, however it is spelled', async () => {
    const admin = await setup.house.issue({ scopes: ['admin', 'write'] });
    const half = await setup.house.issue({ scopes: ['admin', 'orders:write', 'writer'] });
    await setup.seen(half.token, 200);
    const at = async (path: string, token: string) =>
      (await ask(`${setup.url}${path}`, [bearer(token)])).status;
    for (const path of [
      '/admin',
      '/admin/',
      '/admin/x',
      '/ADMIN',
      '//admin',
      '/x/../admin',
      '/%61dmin',
      '/admin;x',
      '/.//admin',
    ]) {
      assert.equal(await at(path, admin.token), 200, path);
      for (const { token } of [key, half]) assert.equal(await at(path, token), 403, path);
    }
    for (const path of ['/', '/administrator', '/x?next=/../admin%20'])
      assert.equal(await at(path, key.token), 200, path);
    const expected = await ask(`${gate.url}/verify?scope=admin+write`, [bearer(key.token)]);
    const answer = await ask(`${setup.url}/admin`, [bearer(key.token)]);
    assert.deepEqual(JSON.parse(answer.text), JSON.parse(expected.text));
    assert.equal(answer.headers['www-authenticate'], expected.headers['www-authenticate']);
  });

  it('refuses a revoked key for good, and a disabled one until it is enabled', async () => {
    const made = await setup.house.issue();
    await setup.seen(made.token, 200);
    const { authority } = setup.house;
    await authority.call('POST', `/v1/workspaces/acme/keys/${made.id}/disable`, {});
    await setup.seen(made.token, 401);
    await authority.call('POST', `/v1/workspaces/acme/keys/${made.id}/enable`, {});
    await setup.seen(made.token, 200);
    await setup.house.revoke(made);
    await setup.seen(made.token, 401);
  });

  it('refuses what only looks like an entry of the table', async () => {
    const customer = 'x\t0\tkey';
    await assert.rejects(setup.house.issue({ customer }), { status: 400 });
  });

  it('refuses an expired key by itself', async () => {
    const own = await setup.house.issue({ expiresAt: new Date(Date.now() + 3_000).toISOString() });
    await setup.seen(own.token, 200);
    // Nothing tells the gateway that the key has expired.
    setup.pins.child.kill('SIGSTOP');
    await until('the key has expired', 10_000, async () => {
      const { status, text } = await setup.ask(bearer(own.token));
      return status === 401 && JSON.parse(text).code === 'key_expired';
    });
    setup.pins.child.kill('SIGCONT');
    await setup.seen(key.token, 200);
  });

  it('serves a key with the longest claims', async () => {
    const claims = { text: 'x'.repeat(2_000) };
    const long = await setup.house.issue({ method: 'opaque', claims });
    await setup.seen(long.token, 200);
  });

  return { setup: () => setup, key: () => key };
}
