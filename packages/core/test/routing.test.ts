import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { makeKeyId, parseKeyId, shards } from '../src/key-id.ts';
import { isKeyIdPrefix } from '../src/names.ts';
import { headerPrefix, workspaceHeaderPrefix } from '../src/routing.ts';
import { encodeSigningInput } from '../src/token.ts';
import { request, withCode } from './support/keys.ts';

const prefixes = fc.stringMatching(/^[a-z][a-z0-9_]{1,15}$/).filter(isKeyIdPrefix);

it('every token of a shard begins with its prefix, and with no other shard', () => {
  fc.assert(
    fc.property(prefixes, (prefix) => {
      const keyId = makeKeyId(prefix);
      const token = encodeSigningInput('ES256', keyId, request().claims);
      const fitting = shards.filter((shard) => token.startsWith(headerPrefix(prefix, shard)));
      assert.deepEqual(fitting, [parseKeyId(keyId).shard]);
      assert.ok(token.startsWith(workspaceHeaderPrefix(prefix)));
      assert.ok(token.startsWith('eyJraWQiOiJ'));
    }),
  );
});

it('the worked example of spec/token.md §5', () => {
  assert.equal(headerPrefix('acme_live', 'fe'), 'eyJraWQiOiJhY21lX2xpdmVfZmVf');
  assert.equal(workspaceHeaderPrefix('acme_live'), 'eyJraWQiOiJhY21lX2xpdmVf');
  assert.equal(headerPrefix('demo', 'a7'), 'eyJraWQiOiJkZW1vX2E3X');
});

it('a shard or prefix that there is not is refused', () => {
  for (const shard of ['FE', 'f', '100', '', 'zz'])
    assert.throws(() => headerPrefix('acme', shard), withCode('key_id_malformed'));
  assert.throws(() => headerPrefix('acme_fe', '00'), withCode('prefix_invalid'));
  assert.throws(() => workspaceHeaderPrefix('A'), withCode('prefix_invalid'));
});
