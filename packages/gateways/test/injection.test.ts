/**
 * No value can break out of a configuration's syntax: it appears as a value, or it is refused. The values are those that a person
 * or a program can choose, found good by `optionFault` as in the command and the HTTP API.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Gateway, type GivenOptions, gateways, optionFault } from '@lostwax/gateways';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';

const identity = { issuer: 'https://keys.example.com/acme', audience: 'acme', prefix: 'acme' };
/** A name that Kubernetes takes too. A load balancer of AWS wants an address. */
const upstream = 'api:8080';

/** What would end a value in YAML, nginx's or HAProxy's language, a Caddyfile, JavaScript, a comment or a shell. */
const breaking = [
  ...[
    '\n',
    '\r\n',
    '\u0085',
    '\u2028',
    '\0',
    '\t',
    ' ',
    '"',
    "'",
    '`',
    '\\',
    '\\n',
    '#',
    ' #',
    ';',
    '{',
    '}',
  ],
  ...['[', ']', ',', ': ', '&', '*', '|', '>', '<', '%', '$', '$(id)', '%[x]', '../', '*/', '//', '\ud800'],
  ...[
    '\n}\nserver {',
    '\n  http-request allow\n',
    '\n- { prefix: / }',
    '"}], rules: [',
    '; rm -rf /',
    '\u{1f511}',
  ],
];
const word = fc.constantFrom(
  'acme',
  '127.0.0.1:1',
  'https://keys.example.com',
  '/open',
  '=',
  'a',
  'read',
  'rdr_a',
);
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...breaking), word, fc.string({ unit: 'binary', maxLength: 4 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''));
/** A good beginning or end, so that the values aren't refused for these alone. */
const around = (before: string, after = ''): fc.Arbitrary<string> =>
  fc.oneof(
    nasty,
    nasty.map((text) => `${before}${text}`),
    nasty.map((text) => `${before}${text}${after}`),
    nasty.map((text) => `${text}${before}${after}`),
  );

const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  issuer: around('https://keys.example.com', '/acme'),
  audience: around('acme'),
  upstream: around('127.0.0.1', ':8080'),
  listen: around('127.0.0.1', ':8000'),
  gate: around('gate.internal', ':7421'),
  admin: around('127.0.0.1', ':9901'),
  keySet: around('https://keys.example.com'),
  trustedCa: around('/etc/ca', '.pem'),
  reader: around('rdr_', 'a'.repeat(24)),
  scope: around('orders:read'),
  pathScope: around('/orders', '=orders:write'),
  openPath: around('/open', '/x'),
  socket: around('/run/', '.sock'),
  parent: around('eg'),
  host: around('api.example', '.com'),
};
const benign: Readonly<Record<string, string>> = {
  keySet: 'https://keys.example.com',
  trustedCa: '/etc/ca.pem',
  reader: `rdr_${'a'.repeat(24)}`,
  scope: 'orders:read',
  pathScope: '/orders=orders:write',
  openPath: '/open',
  socket: '/run/pins.sock',
  parent: 'eg',
  host: 'api.example.com',
};

interface Case {
  readonly gateway: Gateway;
  readonly given: GivenOptions;
  readonly name: string;
}

/** What else a gateway's configuration can be. */
function forms({ name, options }: Gateway, mode: string): readonly GivenOptions[] {
  const names = name === 'envoy' && mode !== 'gate' ? [] : ['protocol', 'product', 'resource'];
  return options.flatMap((option) =>
    option.kind === 'choice' && names.includes(option.name)
      ? option.choices.filter((it) => it !== option.standard).map((it) => ({ [option.name]: it }))
      : [],
  );
}

/** Every option of every gateway in every mode, and what comes from the workspace. */
const cases: readonly Case[] = gateways.flatMap((gateway) =>
  gateway.modes.flatMap((mode) => {
    const variants: readonly GivenOptions[] =
      gateway.script !== undefined && mode === 'pins'
        ? [{ mode }, { mode, part: 'script' }]
        : gateway.name === 'espv2'
          ? [{}]
          : [{ mode }, ...forms(gateway, mode).map((form) => ({ mode, ...form }))];
    const names = ['issuer', 'audience', ...gateway.options.map(({ name }) => name)];
    return variants.flatMap((given) =>
      names.filter((name) => name in values).map((name) => ({ gateway, given, name })),
    );
  }),
);

/** Undefined if the value is refused with a sentence. */
function rendered({ gateway, given, name }: Case, value: string): string | undefined {
  const option = gateway.options.find((it) => it.name === name);
  if (option !== undefined && optionFault(option, value) !== undefined) return undefined;
  const workspace = { ...identity, ...(option === undefined && { [name]: value }) };
  const all = {
    upstream: gateway.example?.upstream ?? upstream,
    ...given,
    ...(option !== undefined && { [name]: option.several ? [value] : value }),
  };
  try {
    return gateway.render(workspace, all);
  } catch (error) {
    assert.ok(error instanceof RangeError, `${error}`);
    assert.match(error.message, /^[A-Z].*\.$/su);
    return undefined;
  }
}

/** What is left of a configuration without its values: its lines, quotes, brackets, comments and words. */
function skeleton(gateway: Gateway, text: string): string {
  if (!/^\S+\.(yaml|json)$/.test(gateway.file))
    // A dot of a path in a regular expression.
    return text.replaceAll('[.]', '.').replaceAll(/[^\s{}[\]()"'`;#\\$%<>&]+/g, 'w');
  const comments = text.split('\n').filter((line) => /^\s*#/.test(line)).length;
  // Whether an address is an IP address decides about a line of its cluster.
  return `${comments} ${JSON.stringify(parseAllDocuments(text), (_, value) => (typeof value === 'string' ? 's' : value))}`;
}

/** Clusters and TLS differ by whether a host is a name, and whether an origin is `https:`. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  upstream: ['api:8080', 'api.internal:8080', '127.0.0.1:8080', '[::1]:8080'],
  listen: ['localhost:8000', '127.0.0.1:8000', '[::1]:8000'],
  gate: ['gate:7421', 'gate.internal:7421', '127.0.0.1:7421', '[::1]:7421'],
  admin: ['localhost:9901', '127.0.0.1:9901'],
  issuer: [
    'https://keys.example.com/acme',
    'http://keys.example.com/acme',
    'https://10.0.0.1/acme',
    'http://[::1]:1/acme',
  ],
  keySet: ['https://keys.example.com', 'http://keys.example.com', 'https://10.0.0.1', 'http://10.0.0.1'],
};

for (const gateway of gateways) {
  describe(`no value breaks out of the configuration of ${gateway.name}`, () => {
    for (const it_ of cases.filter((it) => it.gateway === gateway)) {
      const { name, given } = it_;
      it(`${name} in ${JSON.stringify(given)}`, () => {
        const numbers = (text: string): string => text.replaceAll(/\b\d+\b/g, '0');
        const usual = (kinds[name] ?? [benign[name] ?? identity.audience])
          .map((value) => rendered(it_, value))
          .filter((text) => text !== undefined)
          .map((text) => numbers(skeleton(gateway, text)));
        fc.assert(
          fc.property(values[name] ?? nasty, (value) => {
            const text = rendered(it_, value);
            if (text === undefined) return;
            assert.ok(usual.includes(numbers(skeleton(gateway, text))), text.slice(0, 2_000));
          }),
          { numRuns: 100 },
        );
      });
    }
  });
}

it('an audience with a comma would be two for ESPv2', () => {
  const espv2 = gateways.find(({ name }) => name === 'espv2');
  assert.throws(() => espv2?.render({ ...identity, audience: 'a,b' }, { upstream }), RangeError);
});
