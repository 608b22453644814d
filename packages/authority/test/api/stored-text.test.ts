import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeOpaqueKey } from '@lostwax/core';
import { workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';
import { keyText } from '../support/key-text.ts';
import { signIn } from '../support/sessions.ts';

const fixture = await openHttpFixture();
const { domain, admin } = fixture;
const slug = await workspace(fixture);
const base = `/v1/workspaces/${slug}`;
const { key, token } = await domain.issue(admin, slug, { customer: 'a' });
const { secret: embedToken } = await signIn(fixture, slug, { customer: 'a', embed: true });
const one = `${base}/keys/${key.id}`;

describe('a key is never stored, whatever text contains it', () => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const cut = token.slice(0, 200);
  /** Requests that would store a text, and where in the request it is. */
  const places: Readonly<Record<string, (text: string) => readonly [string, string, object, string]>> = {
    'name of a key': (item) => ['POST', `${base}/keys`, { customer: 'a', name: item }, '/name'],
    'name in a batch': (item) => [
      'POST',
      `${base}/keys:batch`,
      { items: [{ customer: 'a', name: item }] },
      '/items/0/name',
    ],
    customer: (item) => ['POST', `${base}/keys`, { customer: item }, '/customer'],
    scope: (item) => ['POST', `${base}/keys`, { customer: 'a', scopes: [item] }, '/scopes/0'],
    claim: (item) => [
      'POST',
      `${base}/keys`,
      { customer: 'a', claims: { c: [{ d: item }] } },
      '/claims/c/0/d',
    ],
    'note in metadata': (item) => [
      'POST',
      `${base}/keys`,
      { customer: 'a', metadata: { n: item } },
      '/metadata/n',
    ],
    'new name': (item) => ['PATCH', one, { name: item }, '/name'],
    'new metadata': (item) => ['PATCH', one, { metadata: { n: item } }, '/metadata/n'],
    'name of a successor': (item) => ['POST', `${one}/rotate`, { name: item }, '/name'],
    'claim of a successor': (item) => ['POST', `${one}/rotate`, { claims: { c: item } }, '/claims/c'],
    reason: (item) => ['POST', `${one}/revoke`, { reason: item }, '/reason'],
    'reason for many': (item) => ['POST', `${base}/keys:revoke`, { customer: 'a', reason: item }, '/reason'],
    'name of a customer': (item) => ['PATCH', `${base}/customers/a`, { name: item }, '/name'],
    'name of a workspace': (item) => ['POST', '/v1/workspaces', { slug: 'new', name: item }, '/name'],
    audience: (item) => ['POST', '/v1/workspaces', { slug: 'new', audience: item }, '/audience'],
    'new name of a workspace': (item) => ['PATCH', base, { name: item }, '/name'],
    'words for a scope': (item) => ['PATCH', base, { scopeTexts: { r: item } }, '/scopeTexts/r'],
    'name of a reader': (item) => [
      'POST',
      `${base}/readers`,
      { name: item, kind: 'gate', refreshSeconds: 5 },
      '/name',
    ],
    'name of a person': (item) => ['PUT', '/v1/people/ada', { name: item, roles: [] }, '/name'],
    'name in a session': (item) => [
      'POST',
      `${base}/portal-sessions`,
      { customer: 'a', customerName: item },
      '/customerName',
    ],
    'actor of a session': (item) => [
      'POST',
      `${base}/portal-sessions`,
      { customer: 'a', actor: { id: item } },
      '/actor/id',
    ],
    'actor’s name': (item) => [
      'POST',
      `${base}/portal-sessions`,
      { customer: 'a', actor: { id: 'u', name: item } },
      '/actor/name',
    ],
    'address to return to': (item) => [
      'POST',
      `${base}/portal-sessions`,
      { customer: 'a', returnUrl: `https://a.example/?k=${item}` },
      '/returnUrl',
    ],
    'claim of a session': (item) => [
      'POST',
      `${base}/portal-sessions`,
      { customer: 'a', claims: { c: item } },
      '/claims/c',
    ],
  };
  const texts = (): readonly string[] => [
    token,
    admin.token,
    embedToken,
    `${header}.${payload.slice(0, 3)}`,
    cut,
    `see ${cut}…`,
    `xx${token}yy`,
    `eyJraWQiOi${token}`,
    `${header}.\n${payload}.\n${signature}`,
    `${header.slice(0, 20)}\u{200B}${header.slice(20)}.\u{AD}${payload}`,
  ];
  for (const [name, place] of Object.entries(places)) {
    it(name, async () => {
      for (const text of texts()) {
        const [method, path, body, pointer] = place(text);
        const { json, text: said } = await fixture.refused({ method, path, body }, 400, 'invalid_request');
        assert.equal(json.pointer, pointer);
        assert.match(json.detail, /contains a key/);
        assert.doesNotMatch(said, keyText);
      }
    });
  }
  describe('an opaque key, whole or without the end that anyone can compute', () => {
    const opaque = makeOpaqueKey('ws1');
    const cuts = [0, 1, 2, 3, 4, 5, 6].map((cut) => opaque.slice(0, opaque.length - cut));
    const texts = [
      ...cuts,
      ...cuts.map((text) => `found ${text} in a log`),
      ...['\u202a', '\u2066', '\u2063', '\ufe0f', '\u180e', '\u034f', '\u3164', '\u{e0020}'].map(
        (mark) => `${opaque.slice(0, 9)}${mark}${opaque.slice(9)}`,
      ),
      opaque.replace('_', '%5F'),
      opaque.replace('_', '\\_'),
      Buffer.from(`${opaque}:`).toString('base64'),
    ];
    for (const text of texts) {
      it(JSON.stringify(text.replace(opaque, '<key>')).slice(0, 60), async () => {
        const body = { customer: 'a', name: text };
        await fixture.refused({ method: 'POST', path: `${base}/keys`, body }, 400, 'invalid_request');
      });
    }
    it('hides no signed key either', async () => {
      for (const text of [
        `${token.slice(0, 5)}\u2066${token.slice(5)}`,
        Buffer.from(`${token}:`).toString('base64'),
      ]) {
        const body = { customer: 'a', metadata: { text } };
        await fixture.refused({ method: 'POST', path: `${base}/keys`, body }, 400, 'invalid_request');
      }
    });
  });
  it('also as the name of a member, and as the name of a person in the path', async () => {
    const body = { customer: 'a', metadata: { [token]: 1 } };
    await fixture.refused({ method: 'POST', path: `${base}/keys`, body }, 400, 'invalid_request');
    const path = `/v1/people/${embedToken}`;
    await fixture.refused({ method: 'PUT', path, body: { roles: [] } }, 404, 'person_not_found');
  });
  it('text that only resembles one is accepted', async () => {
    const foreign = `${Buffer.from('{"kid":"abc","alg":"RS256"}').toString('base64url')}.${payload}.${signature}`;
    const mistyped = `${Buffer.from(`{"kid":"${key.id.slice(0, -1)}-","alg":"ES256"`).toString('base64url')}.x`;
    for (const note of [
      key.id,
      header,
      foreign,
      mistyped,
      'eyJraWQiOi',
      'eyJ.eyJ.eyJ',
      'lwx_session_',
      payload,
    ]) {
      const body = { customer: 'a', metadata: { note } };
      const { status, text } = await fixture.send({ method: 'POST', path: `${base}/keys`, body });
      assert.equal(status, 201, text);
    }
  });
});

describe('a duplicate member is refused, wherever it is', () => {
  const twice: readonly (readonly [string, string, string, string])[] = [
    ['POST', `${base}/keys`, '{"customer":"a","scopes":["r"],"scopes":["admin"]}', '/scopes'],
    ['POST', `${base}/keys`, '{"customer":"a","customer":"a"}', '/customer'],
    ['POST', `${base}/keys`, '{"customer":"a","c\\u0075stomer":"b"}', '/customer'],
    [
      'POST',
      `${base}/keys`,
      '{"customer":"a","claims":{"a":{"b":1,"c":[{},{"d":1,"d":2}]}}}',
      '/claims/a/c/1/d',
    ],
    ['POST', `${base}/keys`, '{"customer":"a","metadata":{"x y":"\\"}{","x y":""}}', '/metadata/x y'],
    [
      'POST',
      `${base}/keys:batch`,
      '{"items":[{"customer":"a"},{"customer":"a","name":"n","name":"m"}]}',
      '/items/1/name',
    ],
    ['PATCH', one, '{"name":"n","metadata":{},"name":"m"}', '/name'],
    ['POST', `${one}/rotate`, '{"scopes":[],"scopes":[]}', '/scopes'],
    ['POST', `${one}/revoke`, '{"reason":"a","reason":"b"}', '/reason'],
    ['POST', `${base}/keys:revoke`, '{"customer":"a","dryRun":true,"dryRun":false}', '/dryRun'],
    ['PATCH', `${base}/customers/a`, '{"state":"active","state":"suspended"}', '/state'],
    ['POST', `${base}/portal-sessions`, '{"customer":"a","customer":"b"}', '/customer'],
    [
      'POST',
      `${base}/usage`,
      `{"items":[{"kid":"${key.id}","at":"2030-01-01T00:00:00Z","count":1,"count":2}]}`,
      '/items/0/count',
    ],
    ['POST', '/v1/session/exchange', '{"code":"x","code":"y"}', '/code'],
    ['PUT', '/v1/people/ada', '{"roles":[],"roles":[{"workspace":null,"role":"owner"}]}', '/roles'],
    ['POST', '/v1/workspaces', '{"slug":"n","slug":"m"}', '/slug'],
  ];
  for (const [method, path, body, pointer] of twice) {
    it(`${method} ${path.replace(key.id, 'K')} ${pointer}`, async () => {
      const { json } = await fixture.refused({ method, path, body }, 400, 'invalid_request');
      assert.deepEqual([json.pointer, /twice/.test(json.detail)], [pointer, true]);
    });
  }
  it('the same name in two objects, or as a value, is not a duplicate', async () => {
    const body = String.raw`{"customer":"a","claims":{"a":{"b":"a"},"b":{"b":["b","b",{"b":1}]},"\\":"\\\"","\"":1}}`;
    const { status, text } = await fixture.send({ method: 'POST', path: `${base}/keys`, body });
    assert.equal(status, 201, text);
  });
});

describe('null, as records return it, counts as omitted', () => {
  const nothing = { name: null, expiresAt: null };
  it('for a key, in a batch, and for a successor', async () => {
    const made = await fixture.send({
      method: 'POST',
      path: `${base}/keys`,
      body: { customer: 'a', ...nothing },
    });
    assert.deepEqual([made.status, made.json.key?.name, made.json.key?.expiresAt], [201, null, null]);
    const body = { items: [{ customer: 'a', ...nothing }] };
    const batch = await fixture.send({ method: 'POST', path: `${base}/keys:batch`, body });
    assert.deepEqual([batch.json.items[0].key.name, batch.json.items[0].key.expiresAt], [null, null]);
    const { key: named } = await domain.issue(admin, slug, { customer: 'a', name: 'old' });
    const rotated = await fixture.send({
      method: 'POST',
      path: `${base}/keys/${named.id}/rotate`,
      body: nothing,
    });
    assert.deepEqual(
      [rotated.status, rotated.json.key?.name, rotated.json.key?.expiresAt],
      [201, null, null],
    );
  });
  it('in a change, if it is the current value', async () => {
    const send = (id: string, body: object) =>
      fixture.send({ method: 'PATCH', path: `${base}/keys/${id}`, body });
    const { key: endless } = await domain.issue(admin, slug, { customer: 'a' });
    assert.equal((await send(endless.id, { name: 'n', expiresAt: null })).json.name, 'n');
    const expiresAt = fixture.clock.now + 60_000;
    const { key: brief } = await domain.issue(admin, slug, { customer: 'a', expiresAt });
    const refused = await send(brief.id, { name: 'n', expiresAt: null });
    assert.deepEqual([refused.json.code, refused.json.pointer], ['key_immutable', '/expiresAt']);
    assert.equal((await domain.key(slug, brief.id, 'all')).name, null);
  });
  it('with a maximum lifetime, null means the maximum and not forever', async () => {
    const limited = await workspace(fixture);
    await domain.updateWorkspace(admin, limited, { settings: { longestLifeSeconds: 3_600 } });
    const path = `/v1/workspaces/${limited}/keys`;
    const body = { customer: 'a', expiresAt: null };
    const { json } = await fixture.send({ method: 'POST', path, body });
    assert.equal(Date.parse(json.key.expiresAt), fixture.clock.now + 3_600_000);
  });
  it('for reasons, sessions and workspaces', async () => {
    const { key: old } = await domain.issue(admin, slug, { customer: 'a' });
    const revoked = await fixture.send({
      method: 'POST',
      path: `${base}/keys/${old.id}/revoke`,
      body: { reason: null },
    });
    assert.deepEqual([revoked.status, revoked.json.revocationReason], [200, null]);
    const rest = { customerName: null, maxKeys: null, returnUrl: null, locale: null, scopes: null };
    for (const actor of [null, { id: 'u', name: null }]) {
      const body = { customer: 'a', actor, ...rest };
      const opened = await fixture.send({ method: 'POST', path: `${base}/portal-sessions`, body });
      assert.equal(opened.status, 201, opened.text);
    }
    const made = await fixture.send({
      method: 'POST',
      path: '/v1/workspaces',
      body: { slug: 'nameless', name: null },
    });
    assert.deepEqual([made.status, made.json.name], [201, null]);
  });
});
