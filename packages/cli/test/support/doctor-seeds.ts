/** Good configurations, and the mistakes that `lostwax doctor --config` must find when they are made in them. */
import assert from 'node:assert/strict';
import { gateways } from '@lostwax/gateways';
import type { ConfigKind } from '../../src/doctor/config/check.ts';

const identity = { issuer: 'https://keys.example.com/acme', audience: 'acme', prefix: 'acme' };

/** What `lostwax gateway` prints. */
export function rendered(name: string, given: Readonly<Record<string, string>> = {}): string {
  const gateway = gateways.find((it) => it.name === name);
  assert.ok(gateway, name);
  return gateway.render(identity, { upstream: '127.0.0.1:8080', ...given });
}

export const jwt = rendered('envoy');
const gate = rendered('envoy', { mode: 'gate' });
export const nginx = rendered('nginx');
const nginxPins = rendered('nginx', { mode: 'pins' });
const checkKey = 'proxy_cache_key $http_authorization$http_x_api_key;';
const haproxy = rendered('haproxy');
const pins = rendered('haproxy', { mode: 'pins', socket: '/run/haproxy/admin.sock' });
export const flags =
  'exec start_proxy.py \\\n  --jwt_cache_size=0 \\\n  --jwks_cache_duration_in_s=19 \\\n  --non_gcp\n';
export const openapi = `swagger: "2.0"
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
export const lua = `global
  tune.bufsize 140000
frontend api
  mode http
  http-request del-header '^x[^a-z0-9]lostwax' -m reg
  http-request deny unless { var(txn.ok) -m int 1 }
`;

/** HAProxy with a rule in place of `http-request deny` of {@link lua}, and a server behind it. */
const inHaproxy = (rule: string): string =>
  `${lua.replace(/ {2}http-request deny .*/, rule)}  default_backend api\nbackend api\n  server api 127.0.0.1:8080\n`;
const allowed = inHaproxy('http-request deny unless { var(txn.ok) -m int 1 }');

/** A configuration without traps, the mistake seeded in it, and the rule that must find it. */
export const seeded: readonly (readonly [
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
  ['envoy', jwt, /\[\{ name: Authorization, .*? \}\]/, '$&, from_params: [key]', 'envoy-key-in-query'],
  ['envoy', jwt, 'remove_on_match:', 'other:', 'envoy-identity-spoofable'],
  ['envoy', jwt, 'x[^a-z0-9]lostwax', 'x-lostwax', 'envoy-identity-spoofable'],
  ['envoy', jwt, '(?i)x[^a-z0-9]lostwax([^a-z0-9].*)?', 'x-other', 'envoy-identity-spoofable'],
  ['envoy', jwt, /match_typed_subject_alt_names:[\s\S]*?\n(?= *\n|$)/, '', 'envoy-key-set-unverified'],
  ['envoy', jwt, /- \{ san_type: DNS.*/, '', 'envoy-key-set-unverified'],
  ['envoy', jwt, /trusted_ca: .*/, '', 'envoy-key-set-unverified'],
  [
    ...(['envoy', jwt, /( +)route: \{ cluster: upstream \}/] as const),
    '$&\n$1typed_per_filter_config: { jwt: { "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig, disabled: true } }',
    'envoy-route-unchecked',
  ],
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
  [
    ...(['envoy', gate, 'failure_mode_allow: false'] as const),
    'failure_mode_allow: false\n                      with_request_body: { max_request_bytes: 8192 }',
    'envoy-check-sends-body',
  ],
  [
    'envoy',
    jwt,
    /( +)- name: envoy.filters.http.jwt_authn[\s\S]*?(?=\1- name: envoy.filters.http.router)/,
    '',
    'envoy-unchecked',
  ],
  ['envoy', jwt, /requires: \{ provider_name: whole_set \}/, '', 'envoy-rules-incomplete'],
  ['envoy', jwt, /requires: \{ provider_name: whole_set \}/, 'requires: {}', 'envoy-rules-incomplete'],
  ['envoy', jwt, /( +)rules:\n/, '$&$1  - match: { prefix: / }\n', 'envoy-rules-incomplete'],
  [
    'envoy',
    jwt,
    /( +)- name: envoy.filters.http.jwt_authn\n/,
    '$&$1  disabled: true\n',
    'envoy-route-unchecked',
  ],
  [
    ...(['envoy', gate, 'failure_mode_allow: false'] as const),
    'failure_mode_allow: false\n                      filter_enabled: { default_value: { numerator: 50, denominator: HUNDRED } }',
    'envoy-route-unchecked',
  ],
  ['envoy', gate, 'path_prefix: "/verify"', '', 'envoy-check-elsewhere'],
  ['envoy', gate, 'path_prefix: "/verify"', 'path_prefix: /', 'envoy-check-elsewhere'],
  ['nginx', nginx, '  auth_request /_lostwax;', '', 'nginx-location-unchecked'],
  ['nginx', nginx, /location = \/_lostwax \{[^}]*\}/, '', 'nginx-check-missing'],
  ['nginx', nginx, 'internal;', 'internal; return 204;', 'nginx-check-missing'],
  ['nginx', nginx, 'proxy_pass http://lostwax_gate$lostwax_check;', '', 'nginx-check-missing'],
  [
    ...(['nginx', nginx, 'location / {'] as const),
    'error_page 404 /old; location = /old { internal; auth_request off; fastcgi_pass 127.0.0.1:9000; } location / {',
    'nginx-location-unchecked',
  ],
  ['nginx', nginx, 'proxy_set_header X-Lostwax-Open "";', '', 'nginx-identity-spoofable'],
  ['nginx', nginx, 'proxy_set_header X-Api-Key "";', '', 'nginx-key-forwarded'],
  ['nginx', nginx, 'set $lostwax_check', 'auth_request off; set $lostwax_check', 'nginx-location-unchecked'],
  ['nginx', nginx, /internal;(?=\s+auth_request off;\s+proxy_pass)/, '', 'nginx-check-public'],
  ['nginx', nginx, 'proxy_pass_request_body off;', '', 'nginx-check-sends-body'],
  ['nginx', nginx, 'proxy_set_header Content-Length "";', '', 'nginx-check-content-length'],
  ['nginx', nginx, 'client_max_body_size 10m;', '', 'nginx-upload-limit'],
  [
    ...(['nginx', nginx, 'proxy_pass_request_body off;'] as const),
    `proxy_cache keys; ${checkKey} proxy_cache_valid 200 5m; proxy_pass_request_body off;`,
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
  ...['', 'proxy_cache_key $http_authorization;', 'proxy_cache_key $request_uri;'].map(
    (key) =>
      [
        ...(['nginx', nginx, 'proxy_pass_request_body off;'] as const),
        `proxy_cache keys; ${key} proxy_cache_valid 200 5s; proxy_pass_request_body off;`,
        'nginx-check-cache-shared',
      ] as const,
  ),
  ...['fastcgi', 'uwsgi', 'grpc', 'scgi'].map(
    (protocol) =>
      [
        ...(['nginx', nginx, 'location / {'] as const),
        `location /old/ { auth_request off; ${protocol}_pass 127.0.0.1:9000; } location / {`,
        'nginx-location-unchecked',
      ] as const,
  ),
  [
    'nginx',
    nginx,
    'set $lostwax_check',
    'satisfy any; allow 10.0.0.0/8; set $lostwax_check',
    'nginx-satisfy-any',
  ],
  [
    'nginx',
    nginx,
    'set $lostwax_check',
    'client_max_body_size 50m; set $lostwax_check',
    'nginx-upload-limit',
  ],
  ['nginx', nginx, 'set $lostwax_check', 'client_max_body_size 0; set $lostwax_check', 'nginx-upload-limit'],
  [
    'nginx',
    nginx,
    'client_max_body_size',
    'ignore_invalid_headers off; client_max_body_size',
    'nginx-underscores',
  ],
  ['nginx', nginxPins, 'ignore_invalid_headers on', 'ignore_invalid_headers off', 'nginx-underscores'],
  ['nginx', nginxPins, /listen unix:[^;]*/, 'listen 127.0.0.1:9000', 'nginx-table-open'],
  ['nginx', nginxPins, /listen unix:[^;]*;/, '', 'nginx-table-open'],
  ...[
    // The if decides nothing, decides about something else, comes too late, or leads back to the API.
    ['rewrite ^ /_lostwax/$lostwax_check last;', ''],
    ['rewrite ^ /_lostwax/$lostwax_check last;', 'rewrite ^ /_lostwax/$lostwax_check break;'],
    ['rewrite ^ /_lostwax/$lostwax_check last;', 'rewrite ^ /denied/$lostwax_check last;'],
    ['rewrite ^ /_lostwax/$lostwax_check last;', 'set $denied 1;'],
    ['if ($lostwax_check !~', 'if ($lostwax_subject !~'],
    [/if \(\$lostwax_check !~ '[^']*'/, 'if ($lostwax_check !~ "."'],
    ['if ($lostwax_check !~', 'rewrite ^/old/(.*) /$1 last; if ($lostwax_check !~'],
    [/location \^~ \/_lostwax\/ \{[^}]*\}/, ''],
    ['location ^~ /_lostwax/', 'location /_lostwax/'],
  ].map(
    ([from = '', to = '']) => ['nginx', nginxPins, from, String(to), 'nginx-location-unchecked'] as const,
  ),
  [
    ...(['nginx', nginxPins, 'rewrite ^ /_lostwax/$lostwax_check last;'] as const),
    'return 418; } error_page 418 = @open; location @open { proxy_pass http://lostwax_api;',
    'nginx-location-unchecked',
  ],
  ['nginx', nginxPins, /if \(\$lostwax_check !~ '[^']*'\) \{[^}]*\}/, '', 'nginx-location-unchecked'],
  ['haproxy', haproxy, '/readyz', '/', 'haproxy-backend-unchecked'],
  [
    ...(['haproxy', haproxy, /(bind [^\n]*\n)([\s\S]*)\/readyz/] as const),
    '$1  http-request deny if { src -f blocked.lst }\n$2/',
    'haproxy-backend-unchecked',
  ],
  ['haproxy', lua, "'^x[^a-z0-9]lostwax' -m reg", 'x-lostwax- -m beg', 'haproxy-identity-spoofable'],
  [
    'haproxy',
    lua,
    /del-header .*/,
    'set-header x-lostwax-subject %[var(txn.s)]',
    'haproxy-identity-spoofable',
  ],
  [
    'haproxy',
    pins,
    /( {2}http-request allow if .*\n)[\s\S]*?(?= {2}default_backend)/,
    '$1',
    'haproxy-pins-open',
  ],
  ['haproxy', pins, 'http-request allow', 'http-request allow\n  http-request allow', 'haproxy-pins-open'],
  ...[
    // A header is set, or nothing at all, but no request is refused by what was found for its key.
    'http-request set-var(txn.pin) req.hdr(x-api-key),sha2(256),hex\n  http-request set-header X-Lostwax-Subject %[var(txn.pin)] if { var(txn.pin) -m found }',
    'http-request set-var(txn.pin) req.hdr(x-api-key),sha2(256),hex\n  http-request deny unless { var(txn.pin) -m found }',
    'http-request lua.auth',
    'http-request deny unless { req.hdr(x-api-key) -m found }',
    'http-request deny if { str(deadline),map_str(/dev/null) -m found }',
  ].map((rule) => ['haproxy', allowed, /http-request deny .*/, rule, 'haproxy-backend-unchecked'] as const),
  [
    'haproxy',
    allowed,
    'default_backend api',
    '$&\nfrontend other\n  mode http\n  default_backend api',
    'haproxy-backend-unchecked',
  ],
  ['haproxy', pins, 'mode http\n', 'mode tcp\n', 'haproxy-rules-ignored'],
  ['haproxy', pins, 'mode http\n', '', 'haproxy-rules-ignored'],
  ['haproxy', haproxy, 'tune.bufsize 140000', '', 'haproxy-small-buffers'],
  ['haproxy', lua, /.*del-header.*\n/, '', 'haproxy-identity-spoofable'],
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
  ...['[]', '[{}]', '[{ lostwax: [] }, {}]', '[{ other: [] }]'].map(
    (security) =>
      [
        ...(['openapi', openapi, 'operationId: orders'] as const),
        `operationId: orders, security: ${security}`,
        'endpoints-operation-open',
      ] as const,
  ),
];
