/** Every gateway and how it checks keys: the rows of the table in README.md, which `npm run bench:docs` writes. */
import {
  askGate,
  bytesEach,
  delays,
  keepsLast,
  microseconds,
  milliseconds,
  pins,
  shown,
  type Way,
} from './origins.ts';

const behindGates = '../packages/gate/test/behind-gateways.test.ts';
const gateBehindEnvoy = ['gate', /^gate behind Envoy \(gRPC\), 1,000,000 keys/] as const;
const envoyAlone = /^Envoy jwt_authn, 256 shards$/;

const run: readonly Way[] = [
  {
    gateway: 'nginx',
    page: 'nginx/README.md',
    ...pins('nginx/test/faults.test.ts'),
    delay: delays('gateways', 'nginx, '),
    mostKeys: [
      { accepted: 'keys', gateway: 'nginx', given: { mode: 'pins' } },
      bytesEach('gateways', /^nginx, memory for each/),
    ],
    cost: [
      shown(
        'gateways',
        /^nginx with pins, .*requests per processor-second/,
        (value) => `${microseconds(1e6 / value)} of processor time, the whole request`,
      ),
    ],
    tested: { peers: ['nginx-njs'], test: 'nginx/test/checks.test.ts', note: 'with njs, version ' },
  },
  {
    gateway: 'nginx',
    page: '../docs/gateways.md#nginx',
    ...askGate,
    cost: [
      shown(
        'gateways',
        /^nginx with pins, .*requests per processor-second/,
        (_, peer) => `${microseconds(1e6 / peer)} of processor time, the whole request and the gate`,
      ),
    ],
    tested: { peers: ['nginx'], test: behindGates },
  },
  {
    gateway: 'HAProxy',
    page: 'haproxy/README.md',
    ...pins('haproxy/test/faults.test.ts'),
    delay: delays('gateways', 'HAProxy, '),
    mostKeys: [bytesEach('gateways', /^HAProxy, memory for each/)],
    cost: [
      shown(
        'gateways',
        /^HAProxy with pins, .*its own processor time/,
        (value, peer) => `${(1e6 / value - 1e6 / peer).toFixed(1)} us of processor time`,
      ),
    ],
    tested: { peers: ['haproxy', 'haproxy-3.0'], test: 'haproxy/test/checks.test.ts' },
  },
  {
    gateway: 'HAProxy',
    page: '../docs/gateways.md#haproxy',
    ...askGate,
    by: 'gate as the proxy',
    tested: { peers: ['haproxy', 'haproxy-3.0'], test: behindGates },
  },
  {
    gateway: 'Envoy',
    page: 'envoy/README.md#with-a-gate',
    ...askGate,
    cost: [
      shown(
        ...gateBehindEnvoy,
        (value) => `${milliseconds(value)} for the whole request, over gRPC`,
        envoyAlone,
      ),
    ],
    tested: { peers: ['envoy'], test: 'envoy/test/gate.test.ts' },
  },
  {
    gateway: 'Envoy',
    page: 'envoy/README.md',
    by: 'key set',
    delay: [
      { accepted: 'revocation', gateway: 'envoy' },
      shown(
        'gateways',
        /^Envoy, .* keys, fetched every second, from the revocation.*, longest$/,
        (value) => `${value.toFixed(0)} ms at most if fetched every second`,
      ),
    ],
    mostKeys: [{ accepted: 'keys', gateway: 'envoy', given: { revocation: '15' } }],
    cost: [
      shown(
        ...gateBehindEnvoy,
        (_, peer) => `${milliseconds(peer)} for the whole request, with 256 shards`,
        envoyAlone,
      ),
    ],
    unreachable: keepsLast,
    tested: { peers: ['envoy'], test: 'envoy/test/config.test.ts' },
  },
  {
    gateway: 'Caddy',
    page: '../docs/gateways.md#caddy',
    ...askGate,
    tested: { peers: ['caddy', 'caddy-2.11'], test: behindGates },
  },
  {
    gateway: 'Apache HTTP Server',
    page: 'apache/README.md',
    ...askGate,
    by: 'gate as the proxy',
    tested: { peers: ['apache'], test: behindGates },
  },
  {
    gateway: 'Traefik',
    page: 'traefik/README.md',
    ...askGate,
    tested: { peers: ['traefik'], test: behindGates },
  },
  {
    gateway: 'Google Cloud Endpoints (ESPv2)',
    page: 'espv2/README.md',
    by: 'key set',
    delay: [{ accepted: 'revocation', gateway: 'espv2' }],
    mostKeys: [{ accepted: 'keys', gateway: 'espv2', given: { revocation: '15' } }],
    cost: [],
    unreachable: keepsLast,
    tested: { peers: ['envoy'], test: 'espv2/test/espv2.test.ts', note: 'its filter, in Envoy ' },
  },
  {
    gateway: 'no gateway',
    page: '../docs/gateways.md#no-gateway',
    ...askGate,
    by: 'gate as the proxy',
    tested: { peers: [], test: '../packages/gate/test/reverse-proxy.test.ts' },
  },
];

const asked: readonly (readonly [gateway: string, folder: string, by: Way['by'], ...schemas: string[]])[] = [
  ['Kubernetes Gateway API `ExternalAuth`', 'kubernetes-external-auth', 'gate', 'gateway-api-crds'],
  ['Envoy Gateway', 'envoy-gateway', 'gate', 'envoy-gateway-crds', 'gateway-api-crds'],
  ['Istio', 'istio', 'gate', 'istio-crds'],
  ['ingress-nginx', 'ingress-nginx', 'gate', 'kubernetes-validate'],
  ['Kong', 'kong', 'gate as the proxy', 'kong-schema'],
  ['Apache APISIX', 'apisix', 'gate'],
  ['Tyk', 'tyk', 'gate as the proxy'],
  ['agentgateway', 'agentgateway', 'gate', 'agentgateway-schema'],
  ['Apigee', 'apigee', 'gate', 'apigeelint'],
];
const rest = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const ownWays: readonly Way[] = [
  {
    gateway: 'Azure API Management',
    page: 'azure-apim/README.md',
    ...askGate,
    partly: {
      says: 'the syntax of its XML and C#',
      test: '../packages/gateways/test/schemas.test.ts',
    },
  },
  {
    gateway: 'AWS API Gateway, Lambda authorizer',
    page: 'aws/README.md#lambda-authorizer',
    ...askGate,
    by: 'its own code, with a gate',
    partly: { says: 'its code in Node', test: 'aws/test/lambda.test.ts' },
    schemas: ['cfn-lint'],
  },
  {
    gateway: 'Cloudflare Worker',
    page: 'cloudflare-worker/README.md',
    ...askGate,
    by: 'its own code, with a gate',
    tested: {
      peers: ['workerd'],
      test: 'cloudflare-worker/test/worker.test.ts',
      note: "in Cloudflare's runtime, workerd ",
    },
  },
  {
    gateway: 'agentgateway',
    page: 'agentgateway/README.md#by-pins',
    ...pins('agentgateway/test/pins.test.ts'),
    delay: [{ says: 'reads its file 250 ms after a change', source: 'agentgateway/README.md#by-pins' }],
    mostKeys: [{ says: 'a few thousand', source: 'agentgateway/README.md#by-pins' }],
    cost: [],
    partly: { says: 'its configuration file only', test: 'agentgateway/test/pins.test.ts' },
    schemas: ['agentgateway-schema'],
  },
  {
    gateway: 'Apache HTTP Server',
    page: 'apache/README.md#by-the-key-set',
    by: 'key set',
    delay: [{ says: 'at least 300 s', source: 'apache/README.md#by-the-key-set' }],
    mostKeys: [{ says: '16 KiB: about 80', source: 'apache/README.md#by-the-key-set' }],
    cost: [],
    unreachable: [],
  },
  {
    gateway: 'Envoy Gateway',
    page: 'envoy-gateway/README.md#by-the-key-set',
    by: 'key set',
    delay: [{ accepted: 'revocation', gateway: 'envoy-gateway' }],
    mostKeys: [{ accepted: 'keys', gateway: 'envoy-gateway', given: { revocation: '15' } }],
    cost: [],
    unreachable: keepsLast,
    partly: { says: 'its routes and filter in Envoy', test: 'envoy-gateway/test/shards.test.ts' },
    schemas: ['envoy-gateway-crds', 'gateway-api-crds'],
  },
  {
    gateway: 'Istio',
    page: 'istio/README.md',
    by: 'key set',
    delay: [{ accepted: 'revocation', gateway: 'istio' }],
    mostKeys: [{ accepted: 'keys', gateway: 'istio' }],
    cost: [],
    unreachable: [
      {
        says: 'accepts the last keys for 7 days',
        source: 'https://github.com/istio/istio/blob/master/pilot/pkg/model/jwks_resolver.go',
      },
    ],
    schemas: ['istio-crds'],
  },
  {
    gateway: 'Tyk',
    page: 'tyk/README.md#by-the-key-set',
    by: 'key set',
    delay: [{ accepted: 'revocation', gateway: 'tyk' }],
    mostKeys: [{ accepted: 'keys', gateway: 'tyk' }],
    cost: [],
    unreachable: [
      {
        says: 'refuses every key after `cacheTimeout`',
        source: 'https://github.com/TykTechnologies/tyk/blob/v5.14.0/gateway/mw_jwt.go',
      },
    ],
  },
  {
    gateway: 'AWS REST API',
    page: 'aws/README.md#jwt-authorizer-of-a-rest-api',
    by: 'key set',
    delay: [{ says: 'at once; up to an hour', source: `${rest}/rest-api-jwt-authorizer-keys.html` }],
    mostKeys: [{ says: 'no limit documented', source: `${rest}/rest-api-jwt-authorizer-keys.html` }],
    cost: [],
    unreachable: [],
    schemas: ['cfn-lint'],
  },
  {
    gateway: 'AWS HTTP API',
    page: 'aws/README.md#jwt-authorizer-of-an-http-api',
    by: 'key set',
    delay: [{ says: 'up to 2 hours', source: `${rest}/http-api-jwt-authorizer.html` }],
    mostKeys: [
      { accepted: 'keys', gateway: 'aws' },
      { says: '150,000 bytes, RS256 only', source: `${rest}/http-api-quotas.html` },
    ],
    cost: [],
    unreachable: [],
    schemas: ['cfn-lint'],
  },
  {
    gateway: 'AWS Application Load Balancer',
    page: 'aws/README.md#application-load-balancer',
    by: 'key set',
    delay: [],
    mostKeys: [
      { accepted: 'keys', gateway: 'aws', given: { product: 'alb' } },
      {
        says: 'RS256 with an expiration only',
        source:
          'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html',
      },
    ],
    cost: [],
    unreachable: [],
    schemas: ['cfn-lint'],
  },
];

export const ways: readonly Way[] = [
  ...run,
  ...asked.map(
    ([gateway, folder, by, ...schemas]): Way => ({
      ...{ gateway, page: `${folder}/README.md`, ...askGate, by },
      ...(schemas.length > 0 && { schemas }),
    }),
  ),
  ...ownWays,
];
