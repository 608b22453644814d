import { checkOf, parseToken } from '@lostwax/core';
import { encode, headerText, made, mistyped, parts, refuses, withHeader } from './made.ts';
import { badPayloads } from './payloads.ts';

/** Tokens that are refused before any lookup, because of their form, header, key ID or payload. */
export function badTokens(): object[] {
  const key = made('ES256');
  const [header, payload, signature] = parts(key);
  const { kid } = key.publicJwk;
  const foreignKid = `acme_live_zz_${kid.slice(-22, -6)}`;
  const texts: Record<string, string> = {
    empty: '',
    'two dots alone': '..',
    'cut after the payload': `${header}.${payload}`,
    'empty signature': `${header}.${payload}.`,
    'cut within the signature': key.token.slice(0, -10),
    'four parts': `${key.token}.${signature}`,
    'five parts, as a JWE': `${key.token}.AAAA.AAAA`,
    'JSON serialisation': JSON.stringify({ payload, protected: header, signature }),
    'Bearer before it': `Bearer ${key.token}`,
    'a space after it': `${key.token} `,
    'a line feed after it': `${key.token}\n`,
    'a line break within it': `${key.token.slice(0, 60)}\r\n${key.token.slice(60)}`,
    'a fullwidth letter': key.token.replace('e', '\uff45'),
    padding: `${key.token}==`,
    'longer than 4,096 characters': `${header}.${payload}.${'A'.repeat(4096)}`,
    'signature of 63 bytes': `${header}.${payload}.${Buffer.alloc(63, 1).toString('base64url')}`,
    'signature of 65 bytes': `${header}.${payload}.${Buffer.alloc(65, 1).toString('base64url')}`,
    'signature in DER': `${header}.${payload}.${Buffer.alloc(70, 0x30).toString('base64url')}`,
    'bits left over in the last character': `${key.token.slice(0, -1)}${looser(key.token.slice(-1))}`,
    'header: standard alphabet': `${encode('{"kid":"~~~>>>???"}').replace(/-/g, '+').replace(/_/g, '/')}.${payload}.${signature}`,
    'ES256 header, RS256 length of signature': `${header}.${payload}.${Buffer.alloc(256, 1).toString('base64url')}`,
  };
  const headers: Record<string, string> = {
    'not JSON': 'x',
    'not UTF-8': '\ufffd',
    'alg none': headerText(kid, 'none'),
    'alg nOnE': headerText(kid, 'nOnE'),
    'alg HS256': headerText(kid, 'HS256'),
    'alg ES384': headerText(kid, 'ES384'),
    'alg Ed25519': headerText(kid, 'Ed25519'),
    'alg es256': headerText(kid, 'es256'),
    'alg __proto__': headerText(kid, '__proto__'),
    'alg constructor': headerText(kid, 'constructor'),
    'alg null': `{"kid":"${kid}","alg":null,"typ":"JWT"}`,
    'no kid': '{"alg":"ES256","typ":"JWT"}',
    'kid a number': '{"kid":1,"alg":"ES256","typ":"JWT"}',
    'kid a list': `{"kid":["${kid}"],"alg":"ES256","typ":"JWT"}`,
    'kid null': '{"kid":null,"alg":"ES256","typ":"JWT"}',
    'kid with an escape': `{"kid":"\\u0061${kid.slice(1)}","alg":"ES256","typ":"JWT"}`,
    'kid beyond ASCII': `{"kid":"é${kid.slice(1)}","alg":"ES256","typ":"JWT"}`,
    'kid with a NUL': `{"kid":"${kid}\u0000","alg":"ES256","typ":"JWT"}`,
    'kid twice': `{"kid":"${kid}","kid":"${kid}","alg":"ES256","typ":"JWT"}`,
    'members in another order': `{"alg":"ES256","kid":"${kid}","typ":"JWT"}`,
    'a space': `{"kid":"${kid}", "alg":"ES256","typ":"JWT"}`,
    'a space at the end': `${headerText(kid, 'ES256')} `,
    'no typ': `{"kid":"${kid}","alg":"ES256"}`,
    'typ at+jwt': `{"kid":"${kid}","alg":"ES256","typ":"at+jwt"}`,
    'typ in lower case': `{"kid":"${kid}","alg":"ES256","typ":"jwt"}`,
    jwk: `${headerText(kid, 'ES256').slice(0, -1)},"jwk":{}}`,
    jku: `${headerText(kid, 'ES256').slice(0, -1)},"jku":"http://localhost/"}`,
    x5u: `${headerText(kid, 'ES256').slice(0, -1)},"x5u":"http://localhost/"}`,
    crit: `${headerText(kid, 'ES256').slice(0, -1)},"crit":["b64"],"b64":false}`,
    'empty crit': `${headerText(kid, 'ES256').slice(0, -1)},"crit":[]}`,
    zip: `${headerText(kid, 'ES256').slice(0, -1)},"zip":"DEF"}`,
  };
  const kids: Record<string, string> = {
    'kid mistyped': mistyped(kid, -8),
    'kid mistyped in its check': mistyped(kid, -1),
    'kid of a shard that there is not': foreignKid + checkOf(foreignKid),
    'kid of the sentinel': 'acme_live_sentinel',
    'kid empty': '',
    'kid a path': '../../dev/null',
    'kid SQL': "' OR 1=1--",
    'kid __proto__': '__proto__',
  };
  const cases = [
    ...entriesOf(texts, 'token_malformed', (text) => text),
    ...entriesOf(headers, 'token_malformed', (text) => withHeader(key, () => text), 'header: '),
    ...entriesOf(
      kids,
      'key_id_malformed',
      (text) => withHeader(key, () => headerText(text, 'ES256')),
      'header: ',
    ),
    ...entriesOf(
      badPayloads(key),
      'token_malformed',
      (part) => `${header}.${part}.${signature}`,
      'payload: ',
    ),
  ];
  for (const { token, code } of cases) refuses(parseToken, token, code);
  return cases;
}

function entriesOf(texts: Record<string, string>, code: string, token: (text: string) => string, group = '') {
  return Object.entries(texts).map(([name, text]) => ({ name: group + name, token: token(text), code }));
}

/** 64 bytes leave four unused bits in the last character; in canonical encoding they are zero. */
function looser(last: string): string {
  return { A: 'B', Q: 'R', g: 'h', w: 'x' }[last] ?? '';
}
