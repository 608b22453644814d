import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gateways } from '@lostwax/gateways';
import { type ConfigKind, checkConfig, kindOf } from '../src/doctor/config/check.ts';
import { ConfigError } from '../src/doctor/config/rule.ts';
import { flags, jwt, lua, nginx, openapi, rendered, seeded } from './support/doctor-seeds.ts';

const live = 'packages/cli/test/doctor-live.test.ts';
const behind = 'packages/cli/test/doctor-gateways.test.ts';
const published = 'packages/cli/test/doctor-published-set.test.ts';

const found = (kind: ConfigKind, text: string): readonly string[] =>
  checkConfig(kind, text).map(({ id }) => id);

/** The most keys that a configuration accepts, and the rule that finds more. */
const limits: readonly (readonly [kind: ConfigKind, text: string, most: number, id: string])[] = [
  ['envoy', jwt.replace('http.async_response_buffer_limit', 'other'), 74_000, 'envoy-key-set-limit'],
  ['envoy', jwt, 1_180_000, 'envoy-key-set-limit'],
  ['envoy', rendered('envoy', { shards: '256' }), 19_000_000, 'envoy-key-set-limit'],
  ['espv2', flags, 74_000, 'espv2-key-set-limit'],
  ['openapi', openapi, 74_000, 'endpoints-key-set-limit'],
];

const jwtInHaproxy = ['haproxy-jwt-algorithm', 'haproxy-jwt-static'];

/** What is known to break the check of keys, and the rules that find it in a configuration, or the test of another part. */
const pitfalls: Readonly<Record<string, readonly string[]>> = {
  'an empty key set is an error, so the last key stays valid': ['envoy-jwt-cache', live],
  'the key set arrives late, by a redirect or as another type': [published],
  'a key without ID, algorithm or use, or two of one ID': [published],
  'the gateway cannot check the algorithm': [published, 'packages/gateways/test/pages.test.ts'],
  'a new key is not known yet, or refused for good': [live],
  'the last keys are accepted while the authority is unreachable': [live],
  'a gateway caches verified keys': ['envoy-jwt-cache', 'espv2-jwt-cache'],
  'the set outgrows a limit of the gateway': [
    ...['envoy-key-set-limit', 'espv2-key-set-limit', 'endpoints-key-set-limit', live],
    ...['packages/gateways/test/envoy.test.ts', 'packages/gateways/test/key-set-size.test.ts'],
  ],
  'the set is refreshed too rarely': ['envoy-cache-duration', 'espv2-cache-duration'],
  'the set is never refreshed': ['envoy-local-key-set', 'haproxy-jwt-static', 'haproxy-pins-file'],
  'every worker fetches the set during requests': ['envoy-fetch-on-demand', 'espv2-fetch-on-demand'],
  'no set yet after a restart': ['envoy-fast-listener', 'espv2-fast-listener'],
  'the token chooses the algorithm': ['haproxy-jwt-algorithm', behind],
  'issuer or audience is not checked': [
    ...['envoy-issuer-missing', 'envoy-audience-missing'],
    ...['endpoints-issuer-missing', 'endpoints-key-set-missing', 'endpoints-audience-missing'],
  ],
  'answers of the check are cached': ['nginx-check-cached', 'nginx-check-cache-shared', behind],
  'the key set is fetched from an impostor': ['envoy-key-set-unverified'],
  'several filters each have a copy of the key set': ['envoy-several-filters'],
  'an expired key is accepted for longer': ['envoy-clock-skew', behind],
  'identity headers of the client pass': [
    ...['envoy-identity-spoofable', 'nginx-identity-spoofable', 'haproxy-identity-spoofable'],
    ...['nginx-underscores', behind],
  ],
  'a client makes the gateway drop its own identity headers': [behind],
  'the key is passed on or read from a URL': [
    ...['envoy-key-forwarded', 'nginx-key-forwarded', 'envoy-key-in-query'],
  ],
  'some requests are not checked': [
    ...['envoy-rules-incomplete', 'envoy-allow-missing', 'envoy-unchecked', 'envoy-check-elsewhere'],
    ...['nginx-location-unchecked', 'nginx-check-missing', 'haproxy-rules-ignored'],
    ...['haproxy-backend-unchecked', 'haproxy-pins-open', 'endpoints-operation-open', behind],
    ...['envoy-route-unchecked', 'nginx-satisfy-any'],
  ],
  'requests pass while nothing can be checked': [
    ...['envoy-failure-mode-allow', 'nginx-location-unchecked', 'haproxy-pins-deadline', behind],
  ],
  'timeout: 0s means no limit': ['envoy-check-without-limit'],
  'an upload breaks the check': [
    ...['nginx-upload-limit', 'nginx-check-sends-body', 'nginx-check-content-length', behind],
    'envoy-check-sends-body',
  ],
  'large headers break the check': [
    ...['nginx-small-headers', 'nginx-check-small-buffer', 'haproxy-small-buffers'],
  ],
  'others reach what only the gateway may reach': [
    'nginx-check-public',
    'nginx-table-open',
    'haproxy-socket-open',
  ],
};

describe('doctor --config', () => {
  it('finds every known pitfall, each by rules that are tried here', () => {
    const tried = new Set<string>([
      ...seeded.map(([, , , , id]) => id),
      ...jwtInHaproxy,
      'envoy-several-filters',
      ...limits.map(([, , , id]) => id),
    ]);
    const named = new Set(Object.values(pitfalls).flat());
    for (const name of named)
      assert.ok(tried.has(name) || existsSync(join(import.meta.dirname, '../../..', name)), name);
    assert.deepEqual(
      [...tried].filter((id) => !named.has(id)),
      [],
    );
  });

  for (const [kind, good, from, to, id] of seeded)
    it(`finds ${id} alone where ${String(from)} becomes "${to}"`, () => {
      const bad = good.replace(from, to);
      assert.notEqual(bad, good);
      assert.equal(kindOf(bad), kind);
      assert.deepEqual([...new Set(checkConfig(kind, bad).map((it) => it.id))], [id]);
    });

  for (const [kind, text, most, id] of limits)
    it(`finds ${id} for more than about ${most.toLocaleString('en')} keys`, () => {
      assert.deepEqual(checkConfig(kind, text, most), []);
      assert.deepEqual(
        checkConfig(kind, text, most * 1.05).map((it) => it.id),
        [id],
      );
    });

  it('finds a second filter that fetches the key set', () => {
    assert.deepEqual(found('envoy', `${jwt}---\n${jwt}`), ['envoy-several-filters']);
  });

  it('finds both traps of a check with a JWT in HAProxy, at their line', () => {
    const text = `${lua}  http-request deny unless { var(txn.t),jwt_verify(txn.alg,"/k.pem") 1 }\n`;
    const found = checkConfig('haproxy', text).map(({ id, line }) => [id, line]);
    assert.deepEqual(
      found,
      jwtInHaproxy.map((id) => [id, 7]),
    );
  });

  const withRules = new Set(['envoy', 'nginx', 'haproxy', 'espv2']);
  it('finds nothing in what lostwax gateway prints', () => {
    const modes = gateways.flatMap(({ name, modes }) => modes.map((mode) => [name, { mode }] as const));
    const more = [
      ['envoy', { shards: '256' }],
      ['envoy', { mode: 'gate', protocol: 'grpc' }],
      ['envoy', { openPath: '/open', preflight: 'pass' }],
    ] as const;
    for (const [name, given] of [...modes, ...more]) {
      if (!withRules.has(name)) continue;
      const text = rendered(name, given);
      const kind = kindOf(text);
      assert.equal(kind, name === 'espv2' ? 'openapi' : name);
      assert.deepEqual(checkConfig(kind, text), [], JSON.stringify([name, given]));
    }
  });

  const unusable: readonly (readonly [kind: ConfigKind, text: string, sentence: RegExp])[] = [
    ['nginx', '', /^has nothing to check: it has no proxy_pass/],
    ['nginx', 'server { listen 80; include api.conf; }', /^has nothing to check.*Included files/],
    ['nginx', 'http { server {', /^has a block that is not closed$/],
    ['nginx', `${nginx}}`, /^has a \} that closes no block$/],
    ['nginx', 'location / { proxy_pass http://api }', /^lacks a ; after a directive$/],
    ['nginx', 'location / { proxy_pass "http://api; }', /^has a quote that is not closed$/],
    ['nginx', 'location / {'.repeat(10_000), /^has blocks more than 100 deep$/],
    ['haproxy', '', /^has nothing to check: it has no server/],
    ['envoy', 'a: b', /^has nothing to check: it has no HttpConnectionManager/],
    ['envoy', 'static_resources: {}', /^has nothing to check/],
    ['envoy', 'a: [', /^is not YAML: /],
    ['envoy', `a: ${'['.repeat(100_000)}`, /^nests too deep/],
    ['espv2', 'start_proxy', /^has nothing to check: it has no flag/],
    ['openapi', 'swagger: "2.0"', /^has nothing to check: it has no paths/],
  ];
  for (const [kind, text, sentence] of unusable)
    it(`refuses ${text.slice(0, 40)} as a configuration of ${kind}`, () => {
      assert.throws(
        () => checkConfig(kind, text),
        (error) => error instanceof ConfigError && sentence.test(error.message),
      );
    });

  it('reads what nginx reads', () => {
    const good = `${nginx.replace(
      'location / {',
      String.raw`location ~ "^/a\"{2}" { return 200 it's; }
      location /lua { content_by_lua_block { local x = { "a" } } } location / {`,
    )}`;
    assert.deepEqual(checkConfig('nginx', good), []);
  });

  it('finds nothing in the good examples', () => {
    assert.deepEqual(checkConfig('espv2', flags), []);
    assert.deepEqual(checkConfig('openapi', openapi), []);
    assert.deepEqual(checkConfig('haproxy', lua), []);
  });
});
