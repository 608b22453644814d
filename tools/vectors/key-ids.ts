import { checkOf, makeKeyId, parseKeyId } from '@lostwax/core';
import { mistyped, refuses } from './made.ts';

/** spec/vectors/key-ids.json. */
export function keyIdVectors(): object {
  return {
    about: 'Key ids (spec/token.md §3). Each bad one is refused with its code.',
    good: ['acme_live', 'ab', 'a_0123456789abcd', 'acme_', 'a__b', 'fe', 'acme_fe0', 'sixteen_letters1'].map(
      (prefix) => {
        const keyId = makeKeyId(prefix);
        return { name: `prefix ${prefix}`, keyId, ...parseKeyId(keyId) };
      },
    ),
    checks: ['acme_live_00_0000000000000000', 'acme_live_ff_zzzzzzzzzzzzzzzz', 'ab_7f_LostwaxLostwax00'].map(
      (body) => ({ body, check: checkOf(body) }),
    ),
    bad: badKeyIds(),
    prefixes: {
      good: [
        'ab',
        'acme',
        'acme_live',
        'acme_',
        'a__b',
        'a1',
        'fe',
        'acme_fex',
        'acme_fg',
        'acme_f',
        'a234567890123456',
      ],
      bad: [
        '',
        'a',
        'Acme',
        '1acme',
        '_acme',
        'acme-live',
        'acmé',
        'acme ',
        'acme_fe',
        'acme_fe_x',
        'a_00',
        'acme__12',
        'a2345678901234567',
        'acme\n',
      ],
    },
  };
}

function badKeyIds(): object[] {
  const good = makeKeyId('acme_live');
  const body = good.slice(0, -6);
  const cases: Record<string, string> = {
    empty: '',
    'one random character mistyped': mistyped(good, -10),
    'one character of the check mistyped': mistyped(good, -1),
    'another shard':
      body.replace(/_[0-9a-f]{2}_/, (shard) => (shard === '_00_' ? '_01_' : '_00_')) + good.slice(-6),
    'upper case': good.toUpperCase(),
    'one character short': good.slice(0, -1),
    'one character more': `${good}0`,
    'a space before it': ` ${good}`,
    'a line feed after it': `${good}\n`,
    'a NUL after it': `${good}\0`,
    'shard in upper case, check right': checked('acme_live_FE_0123456789abcdef'),
    'shard not hex, check right': checked('acme_live_zz_0123456789abcdef'),
    'prefix that looks like a shard, check right': checked('acme_fe_00_0123456789abcdef'),
    'prefix of one character, check right': checked('a_00_0123456789abcdef'),
    'prefix of 17 characters, check right': checked('a2345678901234567_00_0123456789abcdef'),
    'random part with a hyphen, check right': checked('acme_live_00_0123456789abcde-'),
    'random part with a fullwidth digit': 'acme_live_00_\uff10123456789abcdef000000',
    sentinel: 'acme_live_sentinel',
    path: '../../dev/null',
    sql: "' OR 1=1--",
    prototype: '__proto__',
    constructor: 'constructor',
  };
  return Object.entries(cases).map(([name, keyId]) => {
    refuses(parseKeyId, keyId, 'key_id_malformed');
    return { name, keyId, code: 'key_id_malformed' };
  });
}

function checked(body: string): string {
  return body + checkOf(body);
}
