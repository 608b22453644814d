import { type MintedKey, parseToken } from '@lostwax/core';
import { encode } from './made.ts';

/** Payloads that no token has, by name, encoded. Their signature is never checked. */
export function badPayloads(key: MintedKey): Record<string, string> {
  const { claims } = parseToken(key.token);
  const good = JSON.stringify(claims);
  const without = (name: string) => JSON.stringify({ ...claims, [name]: undefined });
  const withMember = (name: string, json: string) =>
    `${without(name).slice(0, -1)},${JSON.stringify(name)}:${json}}`;
  const added = (json: string) => `${good.slice(0, -1)},${json}}`;
  const texts: Record<string, string> = {
    'not JSON': 'x',
    'a list': '[]',
    'a text': '"x"',
    null: 'null',
    'an empty object': '{}',
    'a space': good.replace(':', ': '),
    'a line feed at the end': `${good}\n`,
    'a byte order mark': `\ufeff${good}`,
    'a claim twice': added('"aud":"acme"'),
    'a claim twice, once escaped': added('"\\u0061ud":"other"'),
    'an own claim twice': added('"plan":"a","plan":"b"'),
    'a needless escape': added('"plan":"\\u0067old"'),
    'an escaped slash': added('"plan":"a\\/b"'),
    'a lone surrogate': added('"plan":"\\ud834"'),
    'a lone surrogate in a name': added('"\\udd1e":1'),
    'an escaped pair of surrogates': added('"plan":"\\ud834\\udd1e"'),
    'member __proto__': added('"__proto__":{"admin":true}'),
    'member __proto__, deeper': added('"plan":[{"__proto__":{"admin":true}}]'),
    '1e999': added('"plan":1e999'),
    '-0': added('"plan":-0'),
    '1.0': added('"plan":1.0'),
    'a number that loses digits': added('"plan":9007199254740993'),
    'nested 17 deep': added(`"plan":${'['.repeat(16)}${']'.repeat(16)}`),
    'nested 1,000 deep': added(`"plan":${'['.repeat(1000)}${']'.repeat(1000)}`),
    'iat 1e999': withMember('iat', '1e999'),
    'iat -0': withMember('iat', '-0'),
    'iat with a fraction': withMember('iat', '1785542400.5'),
    'iat a text': withMember('iat', '"1785542400"'),
    'iat before 1970': withMember('iat', '-1'),
    'exp null': withMember('exp', 'null'),
    'exp 1e999': withMember('exp', '1e999'),
    'exp with a fraction': withMember('exp', '1785542400.5'),
    'exp beyond safe numbers': withMember('exp', '9007199254740992'),
    'iss a list': withMember('iss', '["https://keys.acme.example/acme"]'),
    'iss empty': withMember('iss', '""'),
    'sub with a space': withMember('sub', '"cust 42"'),
    'sub with a line feed': withMember('sub', '"cust\\n42"'),
    'sub beyond ASCII': withMember('sub', '"é"'),
    'sub empty': withMember('sub', '""'),
    'sub of 256 characters': withMember('sub', JSON.stringify('c'.repeat(256))),
    'sub a number': withMember('sub', '42'),
    'aud a list': withMember('aud', '["acme"]'),
    'aud an object': withMember('aud', '{}'),
    'aud empty': withMember('aud', '""'),
    'jti of another key': withMember('jti', '"acme_live_00_0000000000000000000000"'),
    'jti a list': withMember('jti', `["${claims.jti}"]`),
    'scope a list': withMember('scope', '["orders:read"]'),
    'scope empty': withMember('scope', '""'),
    'scope with two spaces': withMember('scope', '"a  b"'),
    'scope with a quote': withMember('scope', '"a\\"b"'),
    nbf: added('"nbf":0'),
    cnf: added('"cnf":{}'),
  };
  for (const name of ['iss', 'sub', 'aud', 'iat', 'jti']) texts[`no ${name}`] = without(name);
  return {
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, encode(text)])),
    'bytes that are not UTF-8': Buffer.from(added('"plan":"\u00ff"'), 'latin1').toString('base64url'),
    'UTF-8 in more bytes than it needs': Buffer.from(added('"plan":"\u00c0\u00af"'), 'latin1').toString(
      'base64url',
    ),
    'standard alphabet': 'a+b/',
    'bits left over in the last character': encode('{"a":1} ').replace(/.$/, 'B'),
    'one character of base64url': 'A',
  };
}
