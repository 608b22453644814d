/**
 * Generates texts that are nearly a valid token, in every way we know. Seeded, so that a run can be repeated.
 */
import { encode, mirrored, partsOf, textOf } from './hostile.ts';
import type { TestKey } from './keys.ts';

/** Numbers from 0 to 1 that depend only on the seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The inputs of a mutation. */
export interface Material {
  readonly token: string;
  readonly other: string;
  /** A whole number from 0 up to but excluding this one. */
  readonly below: (end: number) => number;
}

type Mutation = (material: Material) => string;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const spaces = [' ', '\n', '\r\n', '\t', '\0', '\u00a0', '\u200b', '\ufeff', '\u2028'];
const lookAlikes: Readonly<Record<string, string>> = {
  ...{
    A: '\u0410',
    B: '\u0412',
    C: '\u0421',
    E: '\u0415',
    H: '\u041d',
    I: '\u0406',
    J: '\u0408',
    K: '\u212a',
  },
  ...{
    a: '\u0430',
    c: '\u0441',
    e: '\u0435',
    i: '\u0456',
    o: '\u043e',
    p: '\u0440',
    s: '\u017f',
    x: '\u0445',
  },
  ...{ '-': '\u2010', _: '\uff3f', '.': '\u2024', 0: '\uff10', 1: '\uff11' },
};

const at = ({ token, below }: Material): number => below(token.length);
const put = (text: string, from: number, insert: string, skip = 0): string =>
  text.slice(0, from) + insert + text.slice(from + skip);

function part(material: Material, change: (text: string) => string, which = material.below(3)): string {
  const parts = partsOf(material.token);
  parts[which] = change(parts[which] as string);
  return parts.join('.');
}

function json(which: 0 | 1, change: (text: string, material: Material) => string): Mutation {
  return (material) => part(material, (text) => encode(change(textOf(text), material)), which);
}

/**
 * Repeats one member, first or last, with the same or another value, its name written plainly or with an
 * escape.
 */
function twice(text: string, { below }: Material): string {
  const members = Object.entries(JSON.parse(text) as Record<string, unknown>);
  const [name, value] = members[below(members.length)] as [string, unknown];
  const spelled =
    below(2) === 0 ? name : `\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}`;
  const again = `"${spelled}":${JSON.stringify(below(2) === 0 ? value : 'admin')}`;
  return below(2) === 0 ? text.replace(/}$/, `,${again}}`) : text.replace(/^{/, `{${again},`);
}

function reordered(text: string, { below }: Material): string {
  const members = Object.entries(JSON.parse(text) as Record<string, unknown>);
  const from = below(members.length);
  const [moved] = members.splice(from, 1) as [[string, unknown]];
  const others = members.length;
  members.splice((from + 1 + below(others)) % (others + 1), 0, moved);
  return JSON.stringify(Object.fromEntries(members));
}

const claimValues: readonly unknown[] = [
  'admin',
  '',
  null,
  true,
  0,
  -1,
  1e21,
  [],
  {},
  ['admin'],
  9_999_999_999,
];

/**
 * Mutations by kind. A text may come out unchanged, for example if two equal letters are swapped; the caller
 * has to check.
 */
export const mutations: Readonly<Record<string, Mutation>> = {
  bit: (m) => {
    const from = at(m);
    return put(m.token, from, String.fromCharCode(m.token.charCodeAt(from) ^ (1 << m.below(8))), 1);
  },
  letter: (m) => put(m.token, at(m), alphabet.charAt(m.below(64)), 1),
  byte: (m) => put(m.token, at(m), String.fromCharCode(m.below(256)), 1),
  'any character': (m) => put(m.token, at(m), String.fromCharCode(m.below(65_536)), 1),
  'three letters': (m) => {
    let { token } = m;
    for (let count = 0; count < 3; count++) token = put(token, at(m), alphabet.charAt(m.below(64)), 1);
    return token;
  },
  'swap of neighbours': (m) => {
    const from = m.below(m.token.length - 1);
    return put(m.token, from, `${m.token[from + 1]}${m.token[from]}`, 2);
  },
  swap: (m) => {
    const [one, two] = [at(m), at(m)];
    return put(put(m.token, one, m.token[two] as string, 1), two, m.token[one] as string, 1);
  },
  insert: (m) => put(m.token, m.below(m.token.length + 1), alphabet.charAt(m.below(64))),
  delete: (m) => put(m.token, at(m), '', 1),
  'delete of a piece': (m) => put(m.token, at(m), '', 1 + m.below(20)),
  'a piece twice': (m) => {
    const from = at(m);
    return put(m.token, from, m.token.slice(from, from + 1 + m.below(20)));
  },
  case: (m) => {
    const from = at(m);
    const letter = m.token[from] as string;
    const lower = letter.toLowerCase();
    return put(m.token, from, letter === lower ? letter.toUpperCase() : lower, 1);
  },
  'left-over bits': (m) =>
    part(
      m,
      (text) => text.slice(0, -1) + alphabet.charAt(alphabet.indexOf(text.slice(-1)) ^ (1 + m.below(15))),
    ),
  padding: (m) => part(m, (text) => text + '='.repeat(1 + m.below(3))),
  'standard alphabet': (m) =>
    m.token.replace(/[-_]/g, (letter) => (m.below(2) === 0 ? letter : letter === '-' ? '+' : '/')),
  'look-alike': (m) => {
    const from = at(m);
    return put(m.token, from, lookAlikes[m.token[from] as string] ?? '\uff0e', 1);
  },
  'white space': (m) => put(m.token, m.below(m.token.length + 1), spaces[m.below(spaces.length)] as string),
  'white space at an end': (m) => {
    const space = spaces[m.below(spaces.length)] as string;
    return m.below(2) === 0 ? space + m.token : m.token + space;
  },
  'percent sign': (m) => {
    const from = at(m);
    return put(m.token, from, `%${m.token.charCodeAt(from).toString(16)}`, 1);
  },
  'cut at the end': (m) => m.token.slice(0, at(m)),
  'cut at the beginning': (m) => m.token.slice(1 + m.below(m.token.length - 1)),
  doubled: (m) => [m.token, m.token].join(['', '.', ' ', ',', ', Bearer '][m.below(5)]),
  'a word before it': (m) => ['Bearer ', 'bearer ', '"', "'", '<', 'token=', 'eyJ'][m.below(7)] + m.token,
  'parts of another key': (m) => {
    const [own, foreign] = [partsOf(m.token), partsOf(m.other)];
    const take = 1 + m.below(6);
    return own.map((text, which) => ((take >> which) & 1 ? foreign[which] : text)).join('.');
  },
  'parts in another order': (m) => {
    const [header, payload, signature] = partsOf(m.token);
    const orders = [
      ...[
        [payload, header, signature],
        [header, signature, payload],
        [signature, payload, header],
      ],
      ...[
        [header, header, signature],
        [header, payload, payload],
        [payload, signature, header],
      ],
    ];
    return (orders[m.below(orders.length)] as string[]).join('.');
  },
  'end of another key': (m) => {
    const from = at(m);
    return m.token.slice(0, from) + m.other.slice(from);
  },
  'header member twice': json(0, twice),
  'header in another order': json(0, reordered),
  'header with a space': json(0, (text, m) => put(text, m.below(text.length + 1), ' ')),
  'header of another algorithm': json(0, (text, { below }) =>
    text.replace(/"alg":"[^"]*"/, `"alg":"${['none', 'HS256', 'ES384', 'PS256', 'es256'][below(5)]}"`),
  ),
  'claim twice': json(1, twice),
  'claims in another order': json(1, reordered),
  'payload with a space': json(1, (text, m) =>
    put(text, m.below(text.length + 1), [' ', '\n', '\t'][m.below(3)] as string),
  ),
  'another claim': json(1, (text, { below }) => {
    const claims = JSON.parse(text) as Record<string, unknown>;
    const names = [...Object.keys(claims), 'admin', 'nbf'];
    claims[names[below(names.length)] as string] = claimValues[below(claimValues.length)];
    return JSON.stringify(claims);
  }),
  'a letter of the payload': json(1, (text, m) =>
    put(text, m.below(text.length), String.fromCharCode(0x20 + m.below(95)), 1),
  ),
  'a number otherwise': json(1, (text, { below }) =>
    text.replace(
      /"iat":(\d+)/,
      (_, digits: string) => `"iat":${[`${digits}.0`, `${digits}e0`, `0${digits}`, `-${digits}`][below(4)]}`,
    ),
  ),
  'a text with escapes': json(1, (text, { below }) => {
    const from = text.indexOf('http') + below(4);
    return put(text, from, `\\u00${text.charCodeAt(from).toString(16)}`, 1);
  }),
  'a bit of the signature': (m) =>
    part(
      m,
      (text) => {
        const bytes = Buffer.from(text, 'base64url');
        const byte = m.below(bytes.length);
        bytes.writeUInt8(bytes.readUInt8(byte) ^ (1 << m.below(8)), byte);
        return encode(bytes);
      },
      2,
    ),
};

/** The other signature that ECDSA accepts. Each such key has one. */
export function mirroredTokens(keys: readonly TestKey[]): string[] {
  return keys.filter(({ wishes }) => wishes.algorithm === 'ES256').map(({ token }) => mirrored(token));
}
