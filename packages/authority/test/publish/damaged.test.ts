import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { checkOf, parseKeySet } from '@lostwax/core';
import { pino } from 'pino';
import { type Authority, startAuthority } from '../../src/authority.ts';
import { makeFolder } from '../support/fixture.ts';

/** What someone with the database file might write; `$kid` is one of three keys of a workspace, `$other` the second. */
interface Damage {
  readonly what: string;
  readonly set: string;
  /** Whether the key must be missing from the key set, and from the feeds. */
  readonly keySet?: true;
  readonly feeds?: true;
  readonly full?: true;
}

const jwk = (text: string): string => `jwk = '${text}'`;

const damages: readonly Damage[] = [
  {
    what: 'an oct key',
    set: jwk('{"kty":"oct","k":"AAAA","kid":"$kid","alg":"HS256","use":"sig"}'),
    keySet: true,
  },
  { what: 'a private member', set: `jwk = replace(jwk, '"kid"', '"d":"AAAA","kid"')`, keySet: true },
  { what: 'no JSON', set: jwk('{"keys":'), keySet: true },
  { what: 'an empty text', set: jwk(''), keySet: true },
  { what: 'JSON that ends the list', set: `jwk = jwk || ']}'`, keySet: true },
  { what: 'another curve', set: `jwk = replace(jwk, 'P-256', 'P-384')`, keySet: true },
  { what: 'a short coordinate', set: `jwk = replace(jwk, '"x":"', '"x":"A')`, keySet: true },
  { what: 'another algorithm', set: `jwk = replace(jwk, 'ES256', 'none')`, keySet: true },
  { what: 'the key id of another', set: `jwk = replace(jwk, '$kid', '$other')`, keySet: true },
  { what: 'another prefix', set: `jwk = replace(jwk, '$kid', '$foreign')`, keySet: true },
  { what: 'another shard', set: 'shard = (shard + 1) % 256', keySet: true },
  { what: 'a second member', set: `jwk = replace(jwk, '"use"', '"use":"enc","use"')`, keySet: true },
  { what: 'a short pin', set: `pin = x'0011'`, feeds: true },
  { what: 'no pin', set: `pin = x''`, feeds: true },
  { what: 'a long pin', set: 'pin = zeroblob(1000)', feeds: true },
  { what: 'scopes that are no JSON', set: `scopes = '["a'`, full: true },
  { what: 'scopes that are no list', set: `scopes = '{"a":1}'`, full: true },
  { what: 'claims that are no JSON', set: `claims = 'x'`, full: true },
  { what: 'claims that are no object', set: `claims = '[]'`, full: true },
  { what: 'metadata that is no JSON', set: `metadata = '{'` },
  {
    what: 'times beyond all dates',
    set: 'created_at = 9223372036854775807, last_used_at = -9223372036854775808',
  },
  { what: 'a changed position beyond all numbers', set: 'changed_at = 9223372036854775807' },
  { what: 'an expiry beyond all dates', set: 'expires_at = 9223372036854775807' },
];

describe('a damaged record affects nothing else', () => {
  const folder = makeFolder();
  const logged: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => logged.push(line) });
  let authority: Authority;
  let admin = '';
  const kids = new Map<string, readonly string[]>();

  const start = async (): Promise<void> => {
    authority = await startAuthority({ data: folder, port: 0, origin: 'http://localhost:7420', log });
    admin = readFileSync(join(folder, 'admin.key'), 'utf8').trim();
  };
  const call = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(authority.url + path, {
      method,
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const slugOf = (damage: Damage): string => `ws_${damages.indexOf(damage)}x`;
  const fed = async (slug: string, path: string): Promise<{ count: number; entries: Buffer }> => {
    const response = await call('GET', `/${slug}/feed${path}/snapshot`);
    assert.equal(response.status, 200);
    const bytes = Buffer.from(await response.arrayBuffer());
    const end = 12 + bytes.readUInt32LE(8);
    const { count } = JSON.parse(bytes.toString('utf8', 12, end));
    return { count, entries: bytes.subarray(end, -32) };
  };

  before(async () => {
    await start();
    for (const damage of damages) {
      const slug = slugOf(damage);
      assert.equal((await call('POST', '/v1/workspaces', { slug })).status, 201);
      const issued: string[] = [];
      for (const customer of ['a', 'b', 'c']) {
        const response = await call('POST', `/v1/workspaces/${slug}/keys`, { customer, scopes: ['r'] });
        issued.push(((await response.json()) as { key: { id: string } }).key.id);
      }
      kids.set(slug, issued);
    }
    await authority.close();
    const database = new DatabaseSync(join(folder, 'lostwax.db'));
    for (const damage of damages) {
      const [kid = '', other = ''] = kids.get(slugOf(damage)) ?? [];
      const stem = kid.replace(/^ws_\d+x/, 'theirs').slice(0, -6);
      const set = damage.set
        .replaceAll('$kid', kid)
        .replaceAll('$other', other)
        .replaceAll('$foreign', stem + checkOf(stem));
      assert.equal(Number(database.prepare(`UPDATE keys SET ${set} WHERE kid = ?`).run(kid).changes), 1);
    }
    database.close();
    await start();
  });
  after(() => authority.close());

  for (const damage of damages) {
    it(damage.what, async () => {
      const slug = slugOf(damage);
      const [kid = '', ...good] = kids.get(slug) ?? [];
      const set = parseKeySet(await (await call('GET', `/${slug}/.well-known/jwks.json`)).text());
      const expected = damage.keySet ? good : [kid, ...good];
      assert.deepEqual(new Set(set.keys.map((key) => key.kid)), new Set(expected));
      for (const one of [kid, ...good]) {
        const text = await (await call('GET', `/${slug}/.well-known/jwks/key/${one}.json`)).text();
        assert.equal(parseKeySet(text).keys.length, expected.includes(one) ? 1 : 0, one);
      }

      const half = await fed(slug, '');
      assert.equal(half.count, damage.feeds ? 2 : 3);
      assert.equal(half.entries.length, half.count * 16);
      const full = await fed(slug, '/full');
      assert.equal(full.count, damage.feeds || damage.full ? 2 : 3);

      const keys = `/v1/workspaces/${slug}/keys`;
      const list = await call('GET', keys);
      assert.equal(list.status, 200, await list.clone().text());
      const { items } = (await list.json()) as { items: readonly { id: string }[] };
      assert.deepEqual(new Set(items.map(({ id }) => id)), new Set([kid, ...good]));
      assert.equal((await call('GET', `${keys}/${kid}`)).status, 200);

      for (const [path, body] of [
        ['rotate', {}],
        ['disable', undefined],
        ['enable', undefined],
      ] as const) {
        const { status } = await call('POST', `${keys}/${kid}/${path}`, body);
        assert.ok(status < 500, `${path}: ${status}`);
      }
      const revoked = await call('POST', `${keys}/${kid}/revoke`, {});
      assert.equal(revoked.status, 200, await revoked.clone().text());
      assert.equal(((await revoked.json()) as { state: string }).state, 'revoked');
    });
  }

  it('is logged once with its key ID, and counted', async () => {
    const found = damages.filter(({ keySet, feeds, full }) => keySet ?? feeds ?? full);
    for (const damage of found) {
      const [kid = ''] = kids.get(slugOf(damage)) ?? [];
      assert.equal(
        logged.filter((line) => line.includes(kid) && line.includes('left out')).length,
        1,
        damage.what,
      );
    }
    const metrics = await (await call('GET', '/metrics')).text();
    assert.match(metrics, new RegExp(`^lostwax_damaged_records ${found.length}$`, 'm'));
  });

  it("an administrator's key whose record has a short pin, or scopes that cannot be read, is refused", async () => {
    for (const set of [`pin = x'00'`, `scopes = '['`]) {
      const response = await call('POST', '/v1/workspaces/lostwax/keys', {
        customer: 'x',
        scopes: ['admin'],
      });
      const { key, token } = (await response.json()) as { key: { id: string }; token: string };
      const database = new DatabaseSync(join(folder, 'lostwax.db'));
      database.exec(`UPDATE keys SET ${set} WHERE kid = '${key.id}'`);
      database.close();
      const headers = { authorization: `Bearer ${token}` };
      assert.equal((await fetch(`${authority.url}/v1/workspaces`, { headers })).status, 401);
      const self = await fetch(`${authority.url}/v1/self/revoke`, { method: 'POST', headers });
      assert.ok(self.status < 500, String(self.status));
    }
  });
});
