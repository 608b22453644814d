import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTarget } from '../../src/publish/path.ts';

const kid = 'acme_live_7f_0123456789ABCDEF0abcde';

describe('paths of published documents', () => {
  for (const [path, expected] of [
    ['/acme/.well-known/jwks.json', { slug: 'acme', kind: 'set' }],
    ['/acme/.well-known/jwks.json?reader=r1', { slug: 'acme', kind: 'set' }],
    ['/a-b_1/.well-known/jwks/00.json', { slug: 'a-b_1', kind: 'shard', shard: 0 }],
    ['/acme/.well-known/jwks/ff.json?', { slug: 'acme', kind: 'shard', shard: 255 }],
    [`/acme/.well-known/jwks/key/${kid}.json`, { slug: 'acme', kind: 'key', kid }],
    ['/acme/.well-known/openid-configuration', { slug: 'acme', kind: 'metadata' }],
    ['/.well-known/oauth-authorization-server/acme', { slug: 'acme', kind: 'metadata' }],
  ] as const) {
    it(path, () => {
      assert.deepEqual(parseTarget(path), expected);
    });
  }

  for (const path of [
    '',
    '/',
    '*',
    '/acme/.well-known/jwks.json/',
    '//acme/.well-known/jwks.json',
    '/acme//.well-known/jwks.json',
    '/x/../acme/.well-known/jwks.json',
    '/acme/.well-known/jwks%2ejson',
    '/acme/.well-known/jwks/FF.json',
    '/acme/.well-known/jwks/100.json',
    '/acme/.well-known/jwks/0.json',
    '/acme/.well-known/jwks/key/.json',
    '/acme/.well-known/jwks/key/a.b.json',
    `/acme/.well-known/jwks/key/${'a'.repeat(65)}.json`,
    '/Acme/.well-known/jwks.json',
    '/1acme/.well-known/jwks.json',
    `/${'a'.repeat(64)}/.well-known/jwks.json`,
    '/.well-known/jwks.json',
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/acme/.well-known/oauth-authorization-server',
    'http://localhost/acme/.well-known/jwks.json',
    '/acme/.well-known/jwks.json\n',
    '/acme/.well-known/jwks.json#x',
    '/v1/workspaces',
  ]) {
    it(`${JSON.stringify(path)} is not one`, () => {
      assert.equal(parseTarget(path), undefined);
    });
  }
});
