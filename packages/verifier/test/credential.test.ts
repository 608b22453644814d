/**
 * Where the key of a request is found, and which mistake is named. At most one text is ever taken for the
 * key.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { credentialReader, type KeyPlaces, VerifierError } from '../src/index.ts';

const KEY = 'eyJraWQiOi.x.y';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Both ways of reading must agree. */
function read(places: KeyPlaces, lines: readonly string[], target?: string): string {
  const reader = credentialReader(places);
  const sent = reader.fromLines(lines, target);
  const map = new Map<string, string>();
  for (let at = 0; at < lines.length; at += 2) {
    const name = (lines[at] as string).toLowerCase();
    map.set(name, [map.get(name) ?? [], lines[at + 1] as string].flat().join(', '));
  }
  assert.deepEqual(reader.fromHeaders(map, target), sent);
  return 'credential' in sent ? `${sent.header}: ${sent.credential}` : sent.code;
}

it('an empty header is none, as from gateways that send both on', () => {
  assert.equal(read({}, ['Authorization', '', 'X-Api-Key', KEY]), `x-api-key: ${KEY}`);
  assert.equal(read({}, ['Authorization', `Bearer ${KEY}`, 'X-Api-Key', '']), `authorization: ${KEY}`);
  assert.equal(read({}, ['Authorization', '', 'X-Api-Key', '']), 'key_missing');
});

describe('a configured key header', () => {
  const places: KeyPlaces = { keyHeaders: ['X-Acme-Key'] };
  const jwt = ['Authorization', 'Bearer eyJhbGciOi.a-users.token'];

  it('holds the key, and another JWT in Authorization is ignored', () => {
    assert.equal(read(places, [...jwt, 'x-acme-KEY', KEY]), `x-acme-key: ${KEY}`);
    assert.equal(read(places, jwt), 'key_missing');
    assert.equal(read(places, ['X-Api-Key', KEY]), 'key_misplaced');
  });
  it('is named if the key is missing or elsewhere', () => {
    for (const lines of [[], ['X-Api-Key', KEY]]) {
      const sent = credentialReader(places).fromLines(lines);
      assert.ok('detail' in sent && sent.detail.includes('"X-Acme-Key: <key>"'));
      assert.ok(!sent.detail.includes('Bearer') && !sent.detail.includes(KEY));
    }
  });
  it('may occur only once', () => {
    assert.equal(read(places, ['X-Acme-Key', KEY, 'X-Acme-Key', KEY]), 'key_repeated');
    const two = { keyHeaders: ['x-acme-key', 'authorization'] };
    assert.equal(read(two, ['X-Acme-Key', KEY, 'Authorization', `Bearer ${KEY}`]), 'key_repeated');
  });
});

describe('the key in Basic', () => {
  const basic: KeyPlaces = { basic: true };
  for (const [name, text, expected] of [
    ['user name', `${KEY}:`, `authorization: ${KEY}`],
    ['user name without a colon', KEY, `authorization: ${KEY}`],
    ['user name with a dummy password', `${KEY}:x`, `authorization: ${KEY}`],
    ['password', `api:${KEY}`, `authorization: ${KEY}`],
    ['password without a user name', `:${KEY}`, `authorization: ${KEY}`],
    ['both', `${KEY}:${KEY}`, 'key_repeated'],
    ['neither', ':', 'key_missing'],
  ] as const) {
    it(`as ${name}`, () => {
      assert.equal(read(basic, ['Authorization', `Basic ${base64(text)}`]), expected);
      assert.equal(read({}, ['Authorization', `Basic ${base64(text)}`]), 'scheme_unknown');
    });
  }
  it('ignores another Bearer token if a different header is configured', () => {
    const both = { keyHeaders: ['x-acme-key'], basic: true };
    const jwt = ['Authorization', 'Bearer eyJhbGciOi.a-users.token'];
    assert.equal(read(both, [...jwt, 'X-Acme-Key', KEY]), `x-acme-key: ${KEY}`);
    assert.equal(read(both, jwt), 'key_missing');
    assert.equal(read(both, ['Authorization', `Basic ${base64(KEY)}`]), `authorization: ${KEY}`);
  });
  it('together with one in X-Api-Key is refused', () => {
    assert.equal(read(basic, ['Authorization', `Basic ${base64(KEY)}`, 'X-Api-Key', KEY]), 'key_repeated');
  });
  it('that is not base64 is another scheme', () => {
    assert.equal(read(basic, ['Authorization', 'Basic {}']), 'scheme_unknown');
  });
});

it('a prefix that is not hashed is taken off once, wherever the key is', () => {
  const places = { unhashedPrefixes: ['sk_live_', 'sk_'], basic: true, keyQuery: 'api_key' };
  for (const [lines, target] of [
    [['Authorization', 'Bearer sk_live_4711']],
    [['X-Api-Key', 'sk_live_4711']],
    [['Authorization', `Basic ${base64('sk_live_4711:')}`]],
    [[], '/orders?api_key=sk_live_4711'],
  ] as const)
    assert.match(read(places, lines, target), /: 4711$/);
  assert.equal(read(places, ['X-Api-Key', 'sk_live_sk_live_4711']), 'x-api-key: sk_live_4711');
  assert.equal(read(places, ['X-Api-Key', 'sk_live_']), 'x-api-key: live_');
  assert.equal(read(places, ['X-Api-Key', KEY]), `x-api-key: ${KEY}`);
  assert.equal(read(places, ['Authorization', 'DPoP sk_live_4711']), 'authorization: sk_live_4711');
  for (const wrong of ['', 'e', 'eyJ', 'eyJraWQiOi', 'sk live', 'x'.repeat(33), 7])
    assert.throws(() => credentialReader({ unhashedPrefixes: [wrong as string] }), VerifierError);
});

it('invalid header names and empty lists are refused', () => {
  for (const keyHeaders of [[], [''], ['a b'], ['x-key', 'X-Key'], ['x'.repeat(64)], 'x-api-key', [7]]) {
    assert.throws(
      () => credentialReader({ keyHeaders: keyHeaders as string[] }),
      (error) => error instanceof VerifierError && error.code === 'options_invalid',
      JSON.stringify(keyHeaders),
    );
  }
  assert.throws(() => credentialReader({ basic: 'false' as never }), VerifierError);
});

it('for any input, the key is taken whole and unchanged, and refusals contain nothing of it', () => {
  const part = fc.constantFrom('Bearer', 'bearer', 'Basic', 'Token', ' ', '\t', ':', ',', '"', KEY, 'x', '');
  const value = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('').trim());
  const name = fc.constantFrom('Authorization', 'authorization', 'X-Api-Key', 'x-api-key', 'Cookie', 'Host');
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 4 }), (pairs) => {
      const sent = credentialReader().fromLines(pairs.flat());
      if ('credential' in sent) {
        const places = pairs.filter(([at]) => at.toLowerCase() === sent.header);
        assert.equal(places.length, 1);
        assert.ok(places[0]?.[1].endsWith(sent.credential) && sent.credential !== '');
      } else assert.ok(!JSON.stringify(sent).includes(KEY));
    }),
    { numRuns: 2_000 },
  );
});
