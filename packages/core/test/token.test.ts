import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { KeyError } from '../src/errors.ts';
import type { JsonObject } from '../src/json.ts';
import { type MintedKey, mintKey } from '../src/mint.ts';
import { pinOf } from '../src/pin.ts';
import { MAX_TOKEN_CHARACTERS, parseToken, verifyToken } from '../src/token.ts';
import { algorithmNames, request, shortestMs, withCode } from './support/keys.ts';

const malformed = withCode('token_malformed');

for (const algorithm of algorithmNames) {
  describe(algorithm, () => {
    let key: MintedKey;
    before(() => {
      key = mintKey(request(algorithm));
    });

    it('a minted token reads back and verifies under its public half and algorithm alone', () => {
      const token = parseToken(key.token);
      assert.ok(verifyToken(token, key.publicJwk, algorithm));
      for (const other of algorithmNames.filter((name) => name !== algorithm)) {
        assert.ok(!verifyToken(token, key.publicJwk, other));
        assert.ok(!verifyToken({ ...token, algorithm: other }, key.publicJwk, algorithm));
      }
      assert.ok(!verifyToken(token, mintKey(request()).publicJwk, algorithm));
    });

    it('one character changed, left out, added or in the other case is refused', () => {
      fc.assert(
        fc.property(fc.nat(key.token.length - 1), edits, (at, edit) => {
          const other = edit(key.token, at);
          if (other !== key.token) assertRefused(other, key);
        }),
        { numRuns: 1000 },
      );
    });
  });
}

const alphabet = fc.constantFrom(...'ABCXYZabcxyz0189-_', ...'.=+/ \n\0é');
const edits = fc.oneof(
  alphabet.map((c) => (text: string, at: number) => text.slice(0, at) + c + text.slice(at + 1)),
  alphabet.map((c) => (text: string, at: number) => text.slice(0, at) + c + text.slice(at)),
  fc.constant((text: string, at: number) => text.slice(0, at) + text.slice(at + 1)),
  fc.constant(
    (text: string, at: number) => text.slice(0, at) + otherCase(text.charAt(at)) + text.slice(at + 1),
  ),
);

function otherCase(character: string): string {
  const upper = character.toUpperCase();
  return upper === character ? character.toLowerCase() : upper;
}

/** Refused by the parser, or else by the signature and by the pin. */
function assertRefused(text: string, key: MintedKey): void {
  let token: ReturnType<typeof parseToken>;
  try {
    token = parseToken(text);
  } catch (error) {
    assert.ok(error instanceof KeyError, String(error));
    assert.ok(['token_malformed', 'key_id_malformed'].includes(error.code));
    assert.ok(!error.message.includes(text.slice(0, 20)), 'the message holds a part of the token');
    return;
  }
  assert.ok(!verifyToken(token, key.publicJwk, key.publicJwk.alg));
  assert.notDeepEqual(pinOf(text), key.pin);
}

it('own claims read back as they were, whatever JSON they are', () => {
  const values = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)));
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), values), (own) => {
      fc.pre(JSON.stringify(own).length < 2000 && !JSON.stringify(own).includes('__proto__'));
      const named = Object.fromEntries(Object.entries(own).map(([name, value]) => [`own ${name}`, value]));
      const minting = request('EdDSA', { claims: named as JsonObject });
      assert.deepEqual(parseToken(mintKey(minting).token).claims, minting.claims);
    }),
    { numRuns: 200 },
  );
});

it('a claim that shadows a member of every object stays a claim', () => {
  const { token } = mintKey(
    request('ES256', { claims: { constructor: { prototype: { x: 1 } }, toString: 'x' } }),
  );
  const { claims } = parseToken(token);
  assert.equal(claims['toString'], 'x');
  assert.equal(({} as { x?: number }).x, undefined);
});

it('megabytes are refused at once', () => {
  const valid = mintKey(request()).token;
  const texts = ['.'.repeat(1e6), 'a'.repeat(5e6), `${valid}${'.'.repeat(5e6)}`, `${'a.'.repeat(2e6)}`];
  const tookMs = shortestMs(() => {
    for (const text of texts) assert.throws(() => parseToken(text), malformed);
  });
  // Some 0.1 ms; reading five megabytes to the end would take 10 ms and more.
  assert.ok(tookMs < 3, `${tookMs} ms`);
});

it('4,096 characters are read, one more is not', () => {
  const own = (length: number) => request('ES256', { claims: { own: 'x'.repeat(length) } });
  let length = 2500;
  while (mintKey(own(length + 1)).token.length < MAX_TOKEN_CHARACTERS - 1) length += 1;
  const { token } = mintKey(own(length));
  assert.ok(token.length > MAX_TOKEN_CHARACTERS - 4);
  parseToken(token);
  assert.throws(() => parseToken(token + 'A'.repeat(MAX_TOKEN_CHARACTERS + 1 - token.length)), malformed);
});

it('what is no text is refused', () => {
  for (const value of [undefined, null, 1, {}, [], Buffer.from('a.b.c')]) {
    assert.throws(() => parseToken(value as unknown as string), malformed);
  }
});

it('a cut paste and a mistyped key id are told apart', () => {
  const { token } = mintKey(request());
  assert.throws(() => parseToken(token.slice(0, token.lastIndexOf('.'))), /fewer than three parts/);
  assert.throws(() => parseToken(token.slice(0, -3)), /length of a signature/);
  const header = Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString();
  const mistyped = header.replace(/_([0-9a-f]{2})_/, (_, shard) => (shard === '00' ? '_01_' : '_00_'));
  const wrong = Buffer.from(mistyped).toString('base64url') + token.slice(token.indexOf('.'));
  assert.throws(() => parseToken(wrong), withCode('key_id_malformed'));
});
