/** Rows 13 to 17 of the attacks: claims and how they are written. */

import { encode, partsOf, textOf, withHeader, withPayload } from './hostile.ts';
import { claimsOf, type Hostile, type Target } from './hostile-headers.ts';

/** Rows with texts that are not keys even if their pin is in the set. */
export const payloadRows: Readonly<Record<string, (target: Target) => Hostile[]>> = {
  '13 issuers and audiences of another type, or similar ones': ({ key: { token, wishes } }) => {
    const { issuer } = wishes;
    const issuers = [
      ...[
        [issuer],
        { iss: issuer },
        1,
        null,
        true,
        '',
        [issuer, 'x'],
        `${issuer}/`,
        ` ${issuer}`,
        `${issuer}\0`,
      ],
      ...[issuer.slice(0, -1), `${issuer}x`, issuer.toUpperCase(), issuer.replace('acme', 'ACME'), 'acme'],
    ];
    const audiences = [1, {}, [], ['acme'], ['acme', 'other'], null, true, ''];
    return [
      ...issuers.map((iss) => claim(token, { iss })),
      ...audiences.map((aud) => claim(token, { aud })),
      ['no iss', without(token, 'iss')],
      ['no aud', without(token, 'aud')],
    ];
  },

  '14 invalid times': ({ key: { token } }) => {
    const spellings = [
      '"9999999999"',
      '1e999',
      '-1e999',
      '-0',
      '1.5',
      'null',
      'true',
      '[]',
      '{}',
      '-1',
      '9e15',
      '1e3',
      '0x10',
    ];
    return [
      ...['iat', 'exp'].flatMap((name) =>
        spellings.map((value): Hostile => [`${name} ${value}`, spelled(token, name, value)]),
      ),
      ['nbf', claim(token, { nbf: 0 })[1]],
      ['no iat', without(token, 'iat')],
      [
        'duplicate exp, the later one last',
        withPayload(token, (text) => text.replace(/}$/, ',"exp":1,"exp":9999999999}')),
      ],
    ];
  },

  '15 duplicate members': ({ key: { token } }) => {
    const { iss, sub } = claimsOf(token);
    const more = (text: string) => withPayload(token, (payload) => payload.replace(/}$/, `,${text}}`));
    const before = (text: string) => withPayload(token, (payload) => payload.replace(/^{/, `{${text},`));
    const header = (change: (text: string) => string): string => withHeader(token, change);
    return [
      ['sub twice, the same', more(`"sub":"${sub}"`)],
      ['sub twice, another one last', more('"sub":"admin"')],
      ['sub twice, another one first', before('"sub":"admin"')],
      ['sub in another spelling', more('"\\u0073ub":"admin"')],
      ['scope twice', more('"scope":"admin","scope":"orders:read"')],
      ['iss twice', more(`"iss":"${iss}"`)],
      ['jti twice', more('"jti":"x"')],
      ['kid twice', header((text) => text.replace(/("kid":"[^"]*",)/, '$1$1'))],
      ['kid in another spelling', header((text) => text.replace('"kid"', '"\\u006bid"'))],
      ['alg twice', header((text) => text.replace('"typ"', '"alg":"none","typ"'))],
      [
        'members in another order',
        header((text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()))),
      ],
      ['a space in the header', header((text) => text.replace(',', ', '))],
      ['a space in the payload', withPayload(token, (text) => text.replace(',', ', '))],
      ['a byte order mark', withPayload(token, (text) => `\uFEFF${text}`)],
      ['a comment', withPayload(token, (text) => text.replace(/^{/, '{/**/'))],
      ['text after the object', withPayload(token, (text) => `${text}{}`)],
      ['wrapped in an array', withPayload(token, (text) => `[${text}]`)],
      ['a lone surrogate', more('"x":"\\ud800"')],
      [
        'bytes that are not UTF-8',
        partsOf(token)
          .with(1, encode(Buffer.from([0x7b, 0xff, 0x7d])))
          .join('.'),
      ],
    ];
  },

  '16 lenient base64url': ({ key: { token } }) => {
    const [header, payload, signature] = partsOf(token);
    const spoilt = (text: string): Hostile[] => [
      [`"${text}" after it`, token + text],
      [`"${text}" before it`, text + token],
      [`"${text}" within it`, token.slice(0, 50) + text + token.slice(50)],
      [`"${text}" before a dot`, `${header}${text}.${payload}.${signature}`],
    ];
    const standard = (part: string): string => Buffer.from(part, 'base64url').toString('base64');
    const loose = [header, payload, signature].map((part, at) => {
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const last = alphabet[alphabet.indexOf(part.slice(-1)) ^ 1] ?? 'A';
      const parts = [header, payload, signature].with(at, part.slice(0, -1) + last);
      return [`other last bits in part ${at + 1}`, parts.join('.')] as const;
    });
    return [
      ...[
        ' ',
        '=',
        '==',
        '\n',
        '\r\n',
        '\t',
        '\0',
        '\u00a0',
        '\u200b',
        '\uFEFF',
        '%20',
        '+',
        '/',
        '\u3002',
      ].flatMap(spoilt),
      ...loose,
      ['the standard alphabet', [header, payload, signature].map(standard).join('.')],
      [
        'the standard alphabet in the payload',
        [header, `${standard(payload)}`.replace(/=*$/, '='), signature].join('.'),
      ],
      ['percent-encoded dots', token.replaceAll('.', '%2e')],
      ['a fullwidth letter', token.replace('e', '\uff45')],
      ['a Cyrillic letter', token.replace('e', '\u0435')],
      ['fullwidth dots', token.replaceAll('.', '\uff0e')],
      ['all in upper case', token.toUpperCase()],
      ['all in lower case', token.toLowerCase()],
    ];
  },

  '17 prototypes': ({ key: { token } }) =>
    ['{"x":1}', '{"admin":true}', 'null', '1', '[]'].flatMap((value): Hostile[] => [
      [`__proto__ ${value}`, spelled(token, '__proto__', value)],
      [`__proto__ ${value} within a claim`, spelled(token, 'own', `{"__proto__":${value}}`)],
      [`__proto__ ${value} in a list`, spelled(token, 'own', `[{"__proto__":${value}}]`)],
      [`__proto__ ${value} in another spelling`, spelled(token, '\\u005f_proto__', value)],
    ]),
};

function claim(token: string, claims: Record<string, unknown>): Hostile {
  const text = withPayload(token, () => JSON.stringify({ ...claimsOf(token), ...claims }));
  return [JSON.stringify(claims).slice(0, 60), text];
}

function without(token: string, name: string): string {
  const { [name]: _, ...others } = claimsOf(token);
  return withPayload(token, () => JSON.stringify(others));
}

/** Adds a claim whose value is inserted verbatim. */
function spelled(token: string, name: string, value: string): string {
  const { [name]: _, ...others } = JSON.parse(textOf(partsOf(token)[1])) as Record<string, unknown>;
  return withPayload(token, () => JSON.stringify(others).replace(/}$/, `,"${name}":${value}}`));
}
