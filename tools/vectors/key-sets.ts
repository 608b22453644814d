import { keySetText, mintSentinel, type PublicJwk, parseKeySet, renderJwk } from '@lostwax/core';
import { made, refuses } from './made.ts';

/** spec/vectors/key-sets.json. Documents are stored as text because their exact bytes matter. */
export function keySetVectors(): object {
  const [first, second] = [made('ES256').publicJwk, made('ES256').publicJwk];
  const sentinel = mintSentinel('acme_live', 'ES256');
  const mixed = [first, made('RS256').publicJwk, made('EdDSA').publicJwk];
  return {
    about:
      'Documents of a key set (spec/key-set.md §2). good: read, and the same bytes when written again, unless rewritten is false. ' +
      'bad: refused with the code.',
    good: [
      good('the sentinel alone', [], sentinel),
      good('one key', [first], sentinel),
      good('two keys', [second, first], sentinel),
      good('a key of each algorithm, of a workspace that changed its own', mixed, sentinel),
      good('EdDSA sentinel', [], mintSentinel('acme_live', 'EdDSA')),
      good('RS256 sentinel', [], mintSentinel('acme_live', 'RS256')),
      {
        name: 'a member of a later version is ignored',
        document: keySetText('', renderJwk(sentinel).replace('}', ',"later":1}')),
        kids: [],
        sentinel: sentinel.kid,
        rewritten: false,
      },
    ],
    bad: badKeySets(first, made('EdDSA').publicJwk, made('RS256').publicJwk, sentinel),
  };
}

function good(name: string, keys: readonly PublicJwk[], sentinel: PublicJwk): object {
  const document = keySetText(keys.map(renderJwk).join(','), renderJwk(sentinel));
  parseKeySet(document);
  return { name, document, kids: keys.map(({ kid }) => kid), sentinel: sentinel.kid };
}

/** RFC 7517 members that only private or symmetric keys have; the values here are meaningless. */
const privateNames = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The 14 encodings of small-order Ed25519 points: seven y coordinates, each with either sign bit. */
const smallOrder = ['00', '01', 'ec', 'ed', 'ee']
  .map((low) => low + (low > '01' ? `${'ff'.repeat(30)}7f` : '00'.repeat(31)))
  .concat('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')
  .concat('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')
  .flatMap((y) => [0, 0x80].map((sign) => withSign(Buffer.from(y, 'hex'), sign)));

function withSign(y: Buffer, sign: number): string {
  y.writeUInt8(y.readUInt8(31) | sign, 31);
  return y.toString('base64url');
}

function badKeySets(ec: PublicJwk, okp: PublicJwk, rsa: PublicJwk, sentinel: PublicJwk): object[] {
  const text = (entry: object | string) => {
    const rendered = typeof entry === 'string' ? entry : JSON.stringify(entry);
    return keySetText(rendered, renderJwk(sentinel));
  };
  const rendered = renderJwk(ec);
  const documents: Record<string, string> = {
    'not JSON': '',
    'a list': '[]',
    'no member keys': '{}',
    'keys is no list': '{"keys":{}}',
    empty: '{"keys":[]}',
    'no sentinel': `{"keys":[${rendered}]}`,
    'the sentinel first': `{"keys":[${renderJwk(sentinel)},${rendered}]}`,
    'two sentinels': text(mintSentinel('acme_test', 'ES256')),
    'a key id twice': text(`${rendered},${rendered}`),
    'a space': text(rendered).replace('[', '[ '),
    'a byte order mark': `\ufeff${text(rendered)}`,
    'member kid twice': text(rendered.replace('"kid"', '"kid":"acme_live_sentinel","kid"')),
    'member kid twice, once escaped': text(
      rendered.replace('"kid"', '"\\u006bid":"acme_live_sentinel","kid"'),
    ),
    'member __proto__': text(rendered.replace('{', '{"__proto__":{},')),
    'member keys twice': `{"keys":[],${text(rendered).slice(1)}`,
  };
  const zeros = Buffer.alloc(32).toString('base64url');
  const { kty: _, ...untyped } = ec;
  const entries: Record<string, object | string> = {
    'an entry that is no object': 'null',
    'no kty': untyped,
    'kty of another algorithm': { ...ec, kty: 'OKP' },
    'alg none': { ...ec, alg: 'none' },
    'alg HS256': { ...ec, alg: 'HS256' },
    'alg Ed25519': { ...okp, alg: 'Ed25519' },
    'alg __proto__': { ...ec, alg: '__proto__' },
    'use enc': { ...ec, use: 'enc' },
    'kid mistyped': { ...ec, kid: `${ec.kid.slice(0, -1)}-` },
    'kid a number': { ...ec, kid: 1 },
    'curve P-384': { ...ec, crv: 'P-384' },
    'x of 31 bytes': { ...ec, x: Buffer.alloc(31, 1).toString('base64url') },
    'x with padding': { ...ec, x: `${'x' in ec ? ec.x : ''}=` },
    'not on the curve': { ...ec, y: zeros },
    'the point at infinity': { ...ec, x: zeros, y: zeros },
    'RSA exponent 3': { ...rsa, e: 'Aw' },
    'RSA exponent with a leading zero': { ...rsa, e: 'AAEAAQ' },
    'RSA modulus of 1,024 bits': { ...rsa, n: Buffer.alloc(128, 0xff).toString('base64url') },
    'RSA modulus of 2,047 bits': { ...rsa, n: Buffer.alloc(256, 0x7f).toString('base64url') },
    'RSA modulus that is even': { ...rsa, n: Buffer.alloc(256, 0xfe).toString('base64url') },
    'Ed25519 curve X25519': { ...okp, crv: 'X25519' },
  };
  for (const name of privateNames)
    entries[`private member ${name}`] = { ...ec, [name]: name === 'oth' ? [] : 'AA' };
  for (const [n, x] of smallOrder.entries())
    entries[`Ed25519 point of small order, ${n + 1} of 14`] = { ...okp, x };
  return [
    ...Object.entries(documents).map(([name, document]) => ({ name, document, code: 'key_set_malformed' })),
    ...Object.entries(entries).map(([name, entry]) => ({
      name,
      document: text(entry),
      code: 'public_half_invalid',
    })),
  ].map((vector) => {
    refuses(parseKeySet, vector.document, vector.code);
    return vector;
  });
}
