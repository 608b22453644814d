/** Rows 1 to 11 of the attacks: headers, parts and signatures. Each text is tried against a valid key. */
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  encode,
  mirrored,
  orderOfP256,
  partsOf,
  textOf,
  withHeader,
  withKeyId,
  withMembers,
  withSignature,
} from './hostile.ts';
import type { TestKey } from './keys.ts';

/** A text, and what it attempts. */
export type Hostile = readonly [what: string, text: string];

/** What an attacker has: a valid key, and a server of his own that sees connections. */
export interface Target {
  readonly key: TestKey;
  readonly listener: string;
}

/** Rows with texts that are not keys even if their pin is in the set. */
export const headerRows: Readonly<Record<string, (target: Target) => Hostile[]>> = {
  '1 the public half as an HMAC secret': ({ key }) => {
    const publicHalf = createPublicKey({ key: key.publicJwk as never, format: 'jwk' });
    const pem = publicHalf.export({ type: 'spki', format: 'pem' }).toString();
    const secrets: Record<string, string | Buffer> = {
      JWK: JSON.stringify(key.publicJwk),
      PEM: pem,
      'PEM without its final newline': pem.trimEnd(),
      'PEM after a space': ` ${pem}`,
      DER: publicHalf.export({ type: 'spki', format: 'der' }),
      nothing: '',
    };
    return Object.entries(secrets).flatMap(([what, secret]) =>
      [256, 384, 512].map((bits): Hostile => [`HS${bits} with ${what}`, hmac(key.token, bits, secret)]),
    );
  },

  '2 no algorithm': ({ key: { token } }) => {
    const names = Array.from({ length: 16 }, (_, bits) =>
      Array.from('none', (letter, at) => ((bits >> at) & 1 ? letter.toUpperCase() : letter)).join(''),
    );
    return [...names, ' none', 'none ', 'null', ''].flatMap((name): Hostile[] => {
      const [header, payload, signature] = partsOf(withAlgorithm(token, name));
      return [
        [`${name} and an empty signature`, `${header}.${payload}.`],
        [`${name} and no third part`, `${header}.${payload}`],
        [`${name} and the signature`, `${header}.${payload}.${signature}`],
        [`${name} and one letter`, `${header}.${payload}.A`],
      ];
    });
  },

  '3 an embedded key, or a URL to fetch one': ({ key: { token }, listener }) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' });
    const members: Record<string, unknown>[] = [
      { jwk },
      { jwk, alg: 'ES256' },
      { jku: `${listener}/jwks.json` },
      { x5u: `${listener}/chain.pem` },
      { x5c: [encode('certificate')] },
      { 'x5t#S256': encode('thumbprint') },
      { jku: `${listener}/jwks.json`, x5u: `${listener}/chain.pem`, jwk },
      { kid: `${listener}/key` },
      { kid: `${listener}/key`, jku: `${listener}/jwks.json` },
    ];
    return members.flatMap((own): Hostile[] => {
      const text = withMembers(token, own);
      return [
        [`${Object.keys(own)} and the key's signature`, text],
        [`${Object.keys(own)} and a signature that fits`, signed(text, privateKey)],
      ];
    });
  },

  '4 an invalid key ID': ({ key: { token }, listener }) =>
    [
      ...['../../dev/null', '/dev/null', "' OR 1=1--", '"; DROP TABLE keys', '$(reboot)', '`id`', '%00', '*'],
      ...[
        '__proto__',
        'constructor',
        'toString',
        'hasOwnProperty',
        'acme_sentinel',
        '',
        ' ',
        '\0',
        'a\r\nb: c',
      ],
      ...['k'.repeat(2_000), listener, 0, -1, true, null, [], ['a'], {}, { toString: 'x' }],
    ].map((kid): Hostile => [`kid ${JSON.stringify(kid)?.slice(0, 30)}`, withKeyId(token, kid)]),

  '9 critical header parameters': ({ key: { token } }) =>
    [
      { crit: ['x'] },
      { crit: ['x'], x: 1 },
      { crit: [] },
      { crit: ['alg'] },
      { crit: ['b64'], b64: false },
      { b64: false },
      { crit: 'x' },
      { crit: null },
      { zip: 'DEF' },
      { cty: 'JWT' },
      { typ: 'at+jwt' },
    ].map((members): Hostile => [JSON.stringify(members), withMembers(token, members)]),

  '10 another serialization or number of parts': ({ key: { token } }) => {
    const [header, payload, signature] = partsOf(token);
    return [
      ['flattened JSON', JSON.stringify({ protected: header, payload, signature })],
      ['general JSON', JSON.stringify({ payload, signatures: [{ protected: header, signature }] })],
      ['JSON in base64url', encode(JSON.stringify({ protected: header, payload, signature }))],
      ['a JSON string', JSON.stringify(token)],
      ['one part', header],
      ['two parts', `${header}.${payload}`],
      ['four parts', `${token}.${signature}`],
      ['four parts, the last empty', `${token}.`],
      ['four parts, the first empty', `.${token}`],
      ['an empty payload', `${header}..${signature}`],
      ['an empty header', `.${payload}.${signature}`],
      ['only dots', '..'],
      ['parts in another order', [payload, header, signature].join('.')],
      ['the key twice', `${token}${token}`],
      ['the key twice, with a dot', `${token}.${token}`],
    ];
  },

  '11 encrypted': ({ key: { token } }) => {
    const [, payload, signature] = partsOf(token);
    return ['dir', 'RSA-OAEP', 'PBES2-HS256+A128KW'].flatMap((alg): Hostile[] => {
      const header = encode(JSON.stringify({ alg, enc: 'A256GCM', p2c: 2 ** 31, p2s: 'c2FsdA', zip: 'DEF' }));
      return [
        [`${alg}, five parts`, [header, '', 'AAAAAAAAAAAAAAAA', payload, signature].join('.')],
        [`${alg}, the key and two parts`, `${token}.AAAA.AAAA`],
      ];
    });
  },
};

/** Rows of signatures: a pin covers the whole text, so another signature is another text. */
export const signatureRows: Readonly<Record<string, (target: Target) => Hostile[]>> = {
  '5 degenerate signatures': ({ key: { token } }) => {
    const { length } = Buffer.from(partsOf(token)[2], 'base64url');
    const zero = Buffer.alloc(32);
    const one = Buffer.from(`${'00'.repeat(31)}01`, 'hex');
    const halves: Record<string, Buffer> = { 0: zero, 1: one, n: orderOfP256, max: Buffer.alloc(32, 0xff) };
    const pairs = Object.entries(halves).flatMap(([r, first]) =>
      Object.entries(halves).map(
        ([s, second]): Hostile => [`r=${r}, s=${s}`, withSignature(token, Buffer.concat([first, second]))],
      ),
    );
    return [...pairs, ['all zero', withSignature(token, Buffer.alloc(length))]];
  },
  '6 the other ECDSA signature': ({ key: { token, wishes } }) =>
    wishes.algorithm === undefined || wishes.algorithm === 'ES256' ? [['(r, n - s)', mirrored(token)]] : [],
  '7 a public key of small order': ({ key: { token } }) => {
    const identity = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: encode(identity.subarray(0, 32)) };
    const text = withAlgorithm(token, 'EdDSA');
    return [
      ['a signature valid for every message', withSignature(text, identity)],
      ['the same, with its public half in the header', withSignature(withMembers(text, { jwk }), identity)],
    ];
  },
  '8 an RSA key with exponent 1': ({ key: { token } }) => {
    const jwk = { kty: 'RSA', n: encode(Buffer.alloc(256, 0xff)), e: 'AQ' };
    const text = withAlgorithm(token, 'RS256');
    const padded = Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(254, 0xff)]);
    return [
      ['the padded digest itself', withSignature(text, padded)],
      ['the same, with the key in the header', withSignature(withMembers(text, { jwk }), padded)],
    ];
  },
};

function withAlgorithm(token: string, alg: string): string {
  return withHeader(token, (header) => header.replace(/"alg":"[^"]*"/, `"alg":${JSON.stringify(alg)}`));
}

function hmac(token: string, bits: number, secret: string | Buffer): string {
  const text = withAlgorithm(token, `HS${bits}`);
  const input = text.slice(0, text.lastIndexOf('.'));
  return withSignature(text, createHmac(`sha${bits}`, secret).update(input).digest());
}

function signed(token: string, privateKey: KeyObject): string {
  const input = token.slice(0, token.lastIndexOf('.'));
  return withSignature(
    token,
    sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  );
}

/** The claims of a key, to be written differently. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(textOf(partsOf(token)[1])) as Record<string, unknown>;
}
