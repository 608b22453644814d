import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { headerPrefix, shards } from '@lostwax/core';
import { parse } from 'yaml';
import { type EnvoyOptions, parseAddress, renderEnvoy } from '../src/index.ts';

const least: EnvoyOptions = {
  issuer: 'https://auth.example/acme_live',
  audience: 'acme_live',
  prefix: 'acme',
  upstream: { host: 'api.internal', port: 8080 },
};

interface Provider {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly remote_jwks: { readonly cache_duration: string; readonly http_uri: { readonly uri: string } };
}
interface Rule {
  readonly match: { readonly headers?: readonly { readonly string_match: { readonly prefix: string } }[] };
  readonly requires: { readonly provider_name: string };
}
interface Filter {
  readonly providers: Readonly<Record<string, Provider>>;
  readonly rules: readonly Rule[];
}

/** The configuration as Envoy reads it, and the filter in it that checks keys. */
function render(over: Partial<EnvoyOptions> = {}): { config: Record<string, unknown>; filter: Filter } {
  const text = renderEnvoy({ ...least, ...over });
  const config = parse(text) as Record<string, unknown>;
  const found: Filter[] = [];
  // The walk finds the filter however deep it stands.
  JSON.stringify(config, (key, value) => {
    if (key === 'typed_config' && 'providers' in value) found.push(value);
    return value;
  });
  const [filter] = found;
  assert.ok(filter);
  return { config, filter };
}

describe('the configuration for Envoy as text', () => {
  it('one document: one provider, asked for every request', () => {
    const { filter, config } = render();
    assert.deepEqual(Object.keys(filter.providers), ['whole_set']);
    assert.deepEqual(filter.rules, [{ match: { prefix: '/' }, requires: { provider_name: 'whole_set' } }]);
    const [provider] = Object.values(filter.providers);
    assert.equal(provider?.remote_jwks.http_uri.uri, 'https://auth.example/acme_live/.well-known/jwks.json');
    assert.ok('layered_runtime' in config);
  });

  it('256 shards: a provider and a rule each, and a last rule for all that is left', () => {
    const { filter, config } = render({ shards: 256 });
    assert.equal(Object.keys(filter.providers).length, 257);
    assert.equal(filter.rules.length, 257);
    for (const [index, shard] of shards.entries()) {
      const rule = filter.rules[index];
      assert.equal(rule?.match.headers?.[0]?.string_match.prefix, `Bearer ${headerPrefix('acme', shard)}`);
      assert.equal(rule.requires.provider_name, `shard_${shard}`);
      const provider = filter.providers[`shard_${shard}`];
      assert.equal(provider?.issuer, least.issuer);
      assert.deepEqual(provider.audiences, ['acme_live']);
      assert.ok(provider.remote_jwks.http_uri.uri.endsWith(`/jwks/${shard}.json`));
    }
    assert.deepEqual(filter.rules.at(-1), {
      match: { prefix: '/' },
      requires: { provider_name: 'no_shard' },
    });
    assert.notEqual(Object.values(filter.providers).at(-1)?.issuer, least.issuer);
    assert.ok(!('layered_runtime' in config), 'no document of a shard comes near 32 MiB');
  });

  // Envoy takes 5 s off what is longer than 5 s, so that 15 s of revocation are 14 s of period and 19 s of cache.
  const durations: readonly [revocationSeconds: number | undefined, cacheDuration: string][] = [
    [2, '1s'],
    [6, '5s'],
    [7, '11s'],
    [15, '19s'],
    [undefined, '19s'],
    [3_600, '3604s'],
  ];
  for (const [revocationSeconds, cacheDuration] of durations) {
    it(`revocation within ${revocationSeconds ?? 'the default'} is a cache_duration of ${cacheDuration}`, () => {
      for (const count of [1, 256] as const) {
        const { filter } = render({ shards: count, ...(revocationSeconds && { revocationSeconds }) });
        for (const { remote_jwks: keySet } of Object.values(filter.providers)) {
          assert.equal(keySet.cache_duration, cacheDuration);
        }
      }
    });
  }

  it('the number of keys decides about shards and revocation where neither is chosen', () => {
    const parts = (over: Partial<EnvoyOptions>): readonly [providers: number, cacheDuration: string] => {
      const { filter } = render(over);
      const providers = Object.values(filter.providers);
      return [providers.length, providers[0]?.remote_jwks.cache_duration ?? ''];
    };
    assert.deepEqual(parts({ keys: 10_000 }), [1, '19s']);
    assert.deepEqual(parts({ keys: 10_001 }), [257, '19s']);
    assert.deepEqual(parts({ keys: 10_001, shards: 1, revocationSeconds: 6 }), [1, '5s']);
    // 17.4 s of parsing, at most half of the time between two fetches.
    assert.deepEqual(parts({ keys: 1_000_000 }), [257, '23s']);
    assert.deepEqual(parts({ keys: 1_000_000, mode: 'jwt', revocationSeconds: 60 }), [257, '64s']);
  });

  it('says what so many keys cost, and where a gate is better', () => {
    const few = renderEnvoy({ ...least, keys: 100 });
    assert.match(few, /^# With 100 keys .*1 ms of the main thread .*less than 1 %/m);
    assert.doesNotMatch(few, /mode "gate"/);
    const many = renderEnvoy({ ...least, keys: 1_000_000 });
    assert.match(many, /^# With 1,000,000 keys .*8\.7 s of the main thread .* 650 MB of memory/m);
    assert.match(many, /mode "gate"/);
    assert.match(renderEnvoy({ ...least, keys: 20_000, shards: 1 }), /256 shards/);
    for (const text of [few, many]) assert.ok(parse(text));
  });

  const impossible: readonly (readonly [string, Partial<EnvoyOptions>, RegExp])[] = [
    [
      'a revocation time too short',
      { keys: 1_000_000, revocationSeconds: 15 },
      /8\.7 s .* 19 s or more, or a gate/,
    ],
    ['one document too large', { keys: 3_000_000, shards: 1, revocationSeconds: 60 }, /512 MiB.*256 shards/],
    ['no keys', { keys: 0 }, /from 1 to/],
    ['part of a key', { keys: 1.5 }, /from 1 to/],
    ['the key passed on in gate mode', { mode: 'gate', key: 'pass' }, /never gets the key/],
  ];
  for (const [what, over, message] of impossible) {
    it(`refuses ${what}, and says why`, () => {
      assert.throws(() => render(over), { name: 'RangeError', message });
    });
  }

  it('the API gets the key only if that is chosen', () => {
    for (const shards of [1, 256] as const) {
      assert.doesNotMatch(renderEnvoy({ ...least, shards }), /forward: true/);
      const passed = renderEnvoy({ ...least, shards, key: 'pass' });
      assert.match(passed, /forward: true/);
      assert.doesNotMatch(passed, /request_headers_to_remove: \[authorization/);
    }
  });

  it('never a cache of tokens, which would accept revoked keys', () => {
    for (const count of [1, 256] as const) {
      const { config } = render({ shards: count });
      assert.ok(!JSON.stringify(config).includes('jwt_cache_config'));
    }
  });

  it('never a timeout of 0, which Envoy 1.38 and later take as none', () => {
    for (const over of [
      {},
      { shards: 256 },
      { mode: 'gate' },
      { mode: 'gate', gateProtocol: 'grpc' },
    ] as const) {
      const durations = renderEnvoy({ ...least, ...over }).match(/timeout: \S+/g) ?? [];
      assert.ok(durations.length > 0);
      for (const duration of durations) assert.match(duration, /timeout: [1-9]\d*s/);
    }
  });

  it('the key set may be fetched from another address than the issuer’s', () => {
    const { filter } = render({ keySetOrigin: 'http://10.0.0.5:7430' });
    const [provider] = Object.values(filter.providers);
    assert.equal(provider?.issuer, least.issuer);
    assert.equal(provider.remote_jwks.http_uri.uri, 'http://10.0.0.5:7430/acme_live/.well-known/jwks.json');
  });

  it('a reader is named in every address of the key set', () => {
    for (const count of [1, 256] as const) {
      const { filter } = render({ shards: count, reader: 'rdr_a-B_9' });
      for (const { remote_jwks: keySet } of Object.values(filter.providers))
        assert.ok(keySet.http_uri.uri.endsWith('.json?reader=rdr_a-B_9'));
    }
    assert.match(
      renderEnvoy({ ...least, mode: 'gate', reader: 'rdr_a' }),
      /^# {3}lostwax gate .* --reader rdr_a$/m,
    );
  });

  it('open paths and preflights: rules before all others, or flags of the gate', () => {
    const open = { openPaths: ['/open/', "/it's"], preflight: 'pass' } as const;
    for (const count of [1, 256] as const) {
      const { filter } = render({ shards: count, ...open });
      assert.deepEqual(
        filter.rules
          .map((rule, index) => [index, rule])
          .filter(([, rule]) => !('requires' in (rule as object)))
          .map(([index]) => index),
        [0, 1, 2],
      );
    }
    assert.match(
      renderEnvoy({ ...least, mode: 'gate', ...open }),
      /^# {3}lostwax gate .* --preflight pass --open-path \/open --open-path '\/it'\\''s'$/m,
    );
  });

  const wrong: readonly [Partial<EnvoyOptions>, RegExp][] = [
    [{ issuer: 'auth.example/acme' }, /issuer must be an http or https URL/],
    [{ issuer: 'https://auth.example' }, /<origin>\/<workspace>/],
    [{ issuer: 'https://auth.example/a/b' }, /<origin>\/<workspace>/],
    [{ issuer: 'https://auth.example/acme?x=1' }, /without a query/],
    [{ keySetOrigin: 'ftp://auth.example' }, /key set origin/],
    [{ revocationSeconds: 1 }, /2 to 3600 whole seconds, not 1/],
    [{ revocationSeconds: 2.5 }, /whole seconds/],
    [{ revocationSeconds: 3_601 }, /2 to 3600/],
    [{ reader: 'rdr_a\nb' }, /reader is the ID/],
    [{ openPaths: ['/'] }, /open path looks like/],
    [{ openPaths: ['open'] }, /open path/],
    [{ openPaths: ['/open/../x'] }, /open path/],
    [{ openPaths: ['/open\n'] }, /open path/],
    [{ openPaths: ['/a%20b'] }, /open path/],
    [{ upstream: { host: 'api', port: 0 } }, /upstream needs a host and a port from 1/],
    [{ listen: { host: '', port: 1 } }, /listener needs a host/],
    [{ admin: { host: '127.0.0.1', port: 65_536 } }, /administration needs/],
  ];
  for (const [over, message] of wrong) {
    it(`refused: ${JSON.stringify(over)}`, () => {
      assert.throws(() => renderEnvoy({ ...least, ...over }), { name: 'RangeError', message });
    });
  }
});

describe('an address', () => {
  it('is a name or an IP address with a port, and nothing else', () => {
    const read = (text: string) => parseAddress('--upstream', text);
    assert.deepEqual(read('api.internal:8080'), { host: 'api.internal', port: 8080 });
    assert.deepEqual(read('127.0.0.1:0'), { host: '127.0.0.1', port: 0 });
    assert.deepEqual(read('[2001:db8::1]:65535'), { host: '2001:db8::1', port: 65_535 });
    for (const text of [
      '::1:8080',
      '[::1]',
      '[::g]:1',
      '[1.2.3.4]:1',
      '[abc]:1',
      'a:65536',
      'a:',
      ':1',
      'http://a:1',
      'a:1/',
    ])
      assert.throws(() => read(text), RangeError, text);
  });
});
