import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gateways } from '@lostwax/gateways';
import { type ConfigKind, checkConfig, kindOf } from '../src/doctor/config/check.ts';

const identity = { issuer: 'https://keys.example.com/acme', audience: 'acme', prefix: 'acme' };

function rendered(name: string, given: Readonly<Record<string, string>> = {}): string {
  const gateway = gateways.find((it) => it.name === name);
  assert.ok(gateway, name);
  return gateway.render(identity, { upstream: '127.0.0.1:8080', ...given });
}

const jwt = rendered('envoy');
const gate = rendered('envoy', { mode: 'gate' });
const nginx = rendered('nginx');
const haproxy = rendered('haproxy');
const pins = rendered('haproxy', { mode: 'pins', socket: '/run/haproxy/admin.sock' });
const flags =
  'exec start_proxy.py \\\n  --jwt_cache_size=0 \\\n  --jwks_cache_duration_in_s=19 \\\n  --non_gcp\n';
const openapi = `swagger: "2.0"
securityDefinitions:
  lostwax:
    type: oauth2
    x-google-issuer: https://keys.example.com/acme
    x-google-jwks_uri: https://keys.example.com/acme/jwks.json
    x-google-audiences: acme
security: [{ lostwax: [] }]
paths:
  /orders:
    get: { operationId: orders }
`;
const lua = `global
  tune.bufsize 140000
frontend api
  http-request del-header x-lostwax- -m beg
  http-request deny unless { var(txn.ok) -m int 1 }
`;

/** A configuration without traps, the mistake seeded in it, and the rule that must find it. */
const seeded: readonly (readonly [
  kind: ConfigKind,
  good: string,
  from: string | RegExp,
  to: string,
  id: string,
])[] = [
  ['envoy', jwt, /issuer: "[^"]*", /, '', 'envoy-issuer-missing'],
  ['envoy', jwt, /audiences: \[[^\]]*\], /, '', 'envoy-audience-missing'],
  ['envoy', jwt, 'forward: false', 'jwt_cache_config: {}, forward: false', 'envoy-jwt-cache'],
  ['envoy', jwt, /, async_fetch: \{[^}]*\}/, '', 'envoy-fetch-on-demand'],
  ['envoy', jwt, 'fast_listener: false', 'fast_listener: true', 'envoy-fast-listener'],
  ['envoy', jwt, /cache_duration: \d+s/, 'cache_duration: 300s', 'envoy-cache-duration'],
  ['envoy', jwt, /cache_duration: \d+s, /, '', 'envoy-cache-duration'],
  ['envoy', jwt, 'forward: false', 'forward: true', 'envoy-key-forwarded'],
  ['envoy', jwt, /from_headers: \[[^\]]*\], /, '', 'envoy-key-in-query'],
  ['envoy', jwt, 'clock_skew_seconds: 1, ', '', 'envoy-clock-skew'],
  ['envoy', jwt, 'remove_on_match:', 'other:', 'envoy-identity-spoofable'],
  [
    'envoy',
    jwt,
    /- match: \{ prefix: \/ \}(?=\s+requires)/,
    '- match: { prefix: /v1 }',
    'envoy-rules-incomplete',
  ],
  [
    'envoy',
    jwt,
    'requires: { provider_name: whole_set }',
    'requires: { allow_missing: {} }',
    'envoy-allow-missing',
  ],
  ['envoy', jwt, 'remote_jwks: {', 'local_jwks: {}, remote_jwks: {', 'envoy-local-key-set'],
  ['envoy', jwt, 'http.async_response_buffer_limit', 'other', 'envoy-key-set-limit'],
  ['envoy', gate, 'failure_mode_allow: false', 'failure_mode_allow: true', 'envoy-failure-mode-allow'],
  ['envoy', gate, 'timeout: 1s', 'timeout: 0s', 'envoy-check-without-limit'],
  ['nginx', nginx, '  auth_request /_lostwax;', '', 'nginx-location-unchecked'],
  ['nginx', nginx, 'set $lostwax_check', 'auth_request off; set $lostwax_check', 'nginx-location-unchecked'],
  ['nginx', nginx, /internal;(?=\s+auth_request off;\s+proxy_pass)/, '', 'nginx-check-public'],
  ['nginx', nginx, 'proxy_pass_request_body off;', '', 'nginx-check-sends-body'],
  ['nginx', nginx, 'proxy_set_header Content-Length "";', '', 'nginx-check-content-length'],
  ['nginx', nginx, 'client_max_body_size 10m;', '', 'nginx-upload-limit'],
  [
    ...(['nginx', nginx, 'proxy_pass_request_body off;'] as const),
    'proxy_cache keys; proxy_cache_valid 200 5m; proxy_pass_request_body off;',
    'nginx-check-cached',
  ],
  ['nginx', nginx, 'proxy_set_header X-Lostwax-Subject $lostwax_subject;', '', 'nginx-identity-spoofable'],
  ['nginx', nginx, 'proxy_set_header X-Lostwax-Scope $lostwax_scope;', '', 'nginx-identity-spoofable'],
  ['nginx', nginx, 'proxy_set_header Authorization "";', '', 'nginx-key-forwarded'],
  ['nginx', nginx, 'proxy_buffer_size 16k;', '', 'nginx-check-small-buffer'],
  ['nginx', nginx, 'large_client_header_buffers 4 64k;', '', 'nginx-small-headers'],
  [
    ...(['nginx', nginx, /if \(\$lostwax_status[\s\S]*?return 503 [^;]*;/] as const),
    'proxy_pass http://lostwax_api;',
    'nginx-location-unchecked',
  ],
  [
    'nginx',
    nginx,
    'client_max_body_size',
    'underscores_in_headers on; client_max_body_size',
    'nginx-underscores',
  ],
  ['haproxy', haproxy, '/readyz', '/', 'haproxy-backend-unchecked'],
  ['haproxy', haproxy, 'tune.bufsize 140000', '', 'haproxy-small-buffers'],
  ['haproxy', lua, 'http-request del-header x-lostwax- -m beg', '', 'haproxy-identity-spoofable'],
  ['haproxy', pins, /.*del-header '\^\(x.*\n/, '', 'haproxy-identity-spoofable'],
  ['haproxy', pins, 'mode 600', 'mode 666', 'haproxy-socket-open'],
  ['haproxy', pins, '/run/haproxy/admin.sock mode 600', 'ipv4@0.0.0.0:9999', 'haproxy-socket-open'],
  ['haproxy', pins, /map_str\(\/dev\/null\)/, 'map_str(/etc/keys.map)', 'haproxy-pins-file'],
  [
    'haproxy',
    pins,
    'allow if lostwax_known lostwax_current',
    'allow if lostwax_known',
    'haproxy-pins-deadline',
  ],
  ['espv2', flags, '--jwt_cache_size=0', '', 'espv2-jwt-cache'],
  ['espv2', flags, '--jwt_cache_size=0', '--jwt_cache_size 1000', 'espv2-jwt-cache'],
  ['espv2', flags, '_in_s=19', '_in_s=300', 'espv2-cache-duration'],
  ['espv2', flags, '--non_gcp', '--disable_jwks_async_fetch', 'espv2-fetch-on-demand'],
  ['espv2', flags, '--non_gcp', '--jwks_async_fetch_fast_listener', 'espv2-fast-listener'],
  ['openapi', openapi, /.*x-google-issuer.*\n/, '', 'endpoints-issuer-missing'],
  ['openapi', openapi, /.*x-google-jwks_uri.*\n/, '', 'endpoints-key-set-missing'],
  ['openapi', openapi, /.*x-google-audiences.*\n/, '', 'endpoints-audience-missing'],
  ['openapi', openapi, /^security:.*\n/m, '', 'endpoints-operation-open'],
];

const live = 'packages/cli/test/doctor-live.test.ts';
const behind = 'packages/cli/test/doctor-gateways.test.ts';

const jwtInHaproxy = ['haproxy-jwt-algorithm', 'haproxy-jwt-static'];

/** What is known to break the check of keys, and the rules that find it in a configuration, or the test of another part. */
const pitfalls: Readonly<Record<string, readonly string[]>> = {
  'an empty key set is an error, so the last key stays valid': ['envoy-jwt-cache', live],
  'a gateway caches verified keys': ['envoy-jwt-cache', 'espv2-jwt-cache'],
  'the set outgrows a limit of the gateway': ['envoy-key-set-limit', 'packages/gateways/test/envoy.test.ts'],
  'the set is refreshed too rarely': ['envoy-cache-duration', 'espv2-cache-duration'],
  'the set is never refreshed': ['envoy-local-key-set', 'haproxy-jwt-static', 'haproxy-pins-file'],
  'every worker fetches the set during requests': ['envoy-fetch-on-demand', 'espv2-fetch-on-demand'],
  'no set yet after a restart': ['envoy-fast-listener', 'espv2-fast-listener'],
  'the token chooses the algorithm': ['haproxy-jwt-algorithm', behind],
  'issuer or audience is not checked': [
    ...['envoy-issuer-missing', 'envoy-audience-missing'],
    ...['endpoints-issuer-missing', 'endpoints-key-set-missing', 'endpoints-audience-missing'],
  ],
  'answers of the check are cached': ['nginx-check-cached', behind],
  'an expired key is accepted for longer': ['envoy-clock-skew', behind],
  'identity headers of the client pass': [
    ...['envoy-identity-spoofable', 'nginx-identity-spoofable', 'haproxy-identity-spoofable'],
    ...['nginx-underscores', behind],
  ],
  'the key is passed on or read from a URL': [
    ...['envoy-key-forwarded', 'nginx-key-forwarded', 'envoy-key-in-query'],
  ],
  'some requests are not checked': [
    ...['envoy-rules-incomplete', 'envoy-allow-missing', 'nginx-location-unchecked'],
    ...['haproxy-backend-unchecked', 'endpoints-operation-open', behind],
  ],
  'requests pass while nothing can be checked': [
    ...['envoy-failure-mode-allow', 'nginx-location-unchecked', 'haproxy-pins-deadline', behind],
  ],
  'timeout: 0s means no limit': ['envoy-check-without-limit'],
  'an upload breaks the check': [
    ...['nginx-upload-limit', 'nginx-check-sends-body', 'nginx-check-content-length', behind],
  ],
  'large headers break the check': [
    ...['nginx-small-headers', 'nginx-check-small-buffer', 'haproxy-small-buffers'],
  ],
  'others reach what only the gateway may reach': ['nginx-check-public', 'haproxy-socket-open'],
};

describe('doctor --config', () => {
  it('finds every known pitfall, each by rules that are tried here', () => {
    const tried = new Set<string>([...seeded.map(([, , , , id]) => id), ...jwtInHaproxy]);
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

  it('finds both traps of a check with a JWT in HAProxy, at their line', () => {
    const text = `${lua}  http-request deny unless { var(txn.t),jwt_verify(txn.alg,"/k.pem") 1 }\n`;
    const found = checkConfig('haproxy', text).map(({ id, line }) => [id, line]);
    assert.deepEqual(
      found,
      jwtInHaproxy.map((id) => [id, 6]),
    );
  });

  const withRules = new Set(['envoy', 'nginx', 'haproxy', 'espv2']);
  it('finds nothing in what lostwax gateway prints', () => {
    const modes = gateways.flatMap(({ name, modes }) => modes.map((mode) => [name, { mode }] as const));
    const more = [
      ['envoy', { shards: '256' }],
      ['envoy', { mode: 'gate', gateProtocol: 'grpc' }],
    ] as const;
    for (const [name, given] of [...modes, ...more]) {
      if (!withRules.has(name)) continue;
      const text = rendered(name, given);
      const kind = kindOf(text);
      assert.equal(kind, name === 'espv2' ? 'openapi' : name);
      assert.deepEqual(checkConfig(kind, text), [], JSON.stringify([name, given]));
    }
  });

  it('finds nothing in the good examples', () => {
    assert.deepEqual(checkConfig('espv2', flags), []);
    assert.deepEqual(checkConfig('openapi', openapi), []);
    assert.deepEqual(checkConfig('haproxy', lua), []);
  });
});
