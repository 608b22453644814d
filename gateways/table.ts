/** Every gateway and how it checks keys: the rows of the table in README.md, which `npm run bench:docs` writes. */

/** A figure of docs/figures. */
export interface FigureSource {
  readonly suite: string;
  /** Matches the row's `what`. */
  readonly what: RegExp;
  /** Matches its peer, where several rows have the same `what`. */
  readonly peer?: RegExp;
  /** How the table says it. */
  readonly show: (value: number, peer: number) => string;
}

/** One way in which a gateway can check keys. */
export interface Way {
  readonly gateway: string;
  /** The page about it, relative to this folder. */
  readonly page: string;
  readonly by: 'key set' | 'gate' | 'pins' | 'gate as the proxy' | 'its own code, with a gate';
  /** How long until a new key works and a revoked one is refused; a figure, if there is one, follows. */
  readonly delay: string;
  readonly delayFigure?: FigureSource;
  readonly mostKeys: string;
  readonly cost?: FigureSource;
  /** While the authority is unreachable. */
  readonly unreachable: string;
  /** What of it is tested, where the program itself isn't. */
  readonly partly?: string;
  /** The programs of tools/peers that run it, and a test, relative to the repository. Without it, nothing runs it. */
  readonly tested?: { readonly peers: readonly string[]; readonly test: string; readonly note?: string };
}

const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const p99 = (suite: string, name: string): FigureSource => ({
  suite,
  what: new RegExp(`^${name}.*, p99$`),
  show: (value) => `p99 ${value.toFixed(0)} ms`,
});
/** Processor time that the check takes, from requests per second of processor time with and without it. */
const processorTime = (value: number, peer: number): string =>
  `${(1e6 / value - 1e6 / peer).toFixed(1)} us of processor time`;

const askGate = {
  by: 'gate',
  delay: 'within a second',
  mostKeys: 'any number',
  unreachable: 'goes on for `--max-stale` (300 s), then refuses',
} as const;
const measuredGate = { ...askGate, delayFigure: p99('revocation', 'from the revocation') };
const pins = { ...askGate, by: 'pins' } as const;
const keepsLast = '**accepts the last keys indefinitely**';
const behindGates = 'packages/gate/test/behind-gateways.test.ts';

const tested: readonly Way[] = [
  {
    gateway: 'nginx',
    page: 'nginx/README.md',
    ...pins,
    delayFigure: p99('gateways', 'nginx, from the revocation'),
    mostKeys: '`--keys`, up to 10,000,000',
    cost: {
      suite: 'gateways',
      what: /^nginx with pins, .*requests per processor-second/,
      show: (value) => `${(1e6 / value).toFixed(0)} us of processor time, the whole request`,
    },
    tested: { peers: ['nginx-njs'], test: 'gateways/nginx/test/checks.test.ts', note: 'with njs, version ' },
  },
  {
    gateway: 'nginx',
    page: '../docs/gateways.md#nginx',
    ...measuredGate,
    tested: { peers: ['nginx'], test: behindGates },
  },
  {
    gateway: 'HAProxy',
    page: 'haproxy/README.md',
    ...pins,
    delayFigure: p99('gateways', 'HAProxy, from the revocation'),
    cost: {
      suite: 'gateways',
      what: /^HAProxy with pins, .*its own processor time/,
      show: processorTime,
    },
    tested: { peers: ['haproxy'], test: 'gateways/haproxy/test/checks.test.ts' },
  },
  {
    gateway: 'HAProxy',
    page: '../docs/gateways.md#haproxy',
    ...measuredGate,
    by: 'gate as the proxy',
    tested: { peers: ['haproxy'], test: behindGates },
  },
  {
    gateway: 'Envoy',
    page: 'envoy/README.md#with-a-gate',
    ...measuredGate,
    cost: {
      suite: 'gate',
      what: /^gate behind Envoy \(gRPC\), 1,000,000 keys/,
      show: (value) => `${milliseconds(value)} for the whole request, over gRPC`,
    },
    tested: { peers: ['envoy'], test: 'gateways/envoy/test/gate.test.ts' },
  },
  {
    gateway: 'Envoy',
    page: 'envoy/README.md',
    by: 'key set',
    delay: '`--revocation`, 2 s to 1 h',
    mostKeys: '512 MiB a document: 2,800,000 in one, more in 256 shards',
    cost: {
      suite: 'gate',
      what: /^gate behind Envoy \(gRPC\), 1,000,000 keys/,
      peer: /^Envoy jwt_authn, 256 shards$/,
      show: (_, peer) => `${milliseconds(peer)} for the whole request, with 256 shards`,
    },
    unreachable: keepsLast,
    tested: { peers: ['envoy'], test: 'gateways/envoy/test/config.test.ts' },
  },
  {
    gateway: 'Caddy',
    page: '../docs/gateways.md#caddy',
    ...measuredGate,
    tested: { peers: ['caddy', 'caddy-2.11'], test: behindGates },
  },
  {
    gateway: 'Apache HTTP Server',
    page: 'apache/README.md',
    ...measuredGate,
    by: 'gate as the proxy',
    tested: { peers: ['apache'], test: behindGates },
  },
  {
    gateway: 'Traefik',
    page: 'traefik/README.md',
    ...measuredGate,
    tested: { peers: ['traefik'], test: behindGates },
  },
  {
    gateway: 'Google Cloud Endpoints (ESPv2)',
    page: 'espv2/README.md',
    by: 'key set',
    delay: '`--revocation`, 2 s to 1 h',
    mostKeys: '180,000',
    unreachable: keepsLast,
    tested: { peers: ['envoy'], test: 'gateways/espv2/test/espv2.test.ts', note: 'its filter, in Envoy ' },
  },
  {
    gateway: 'no gateway',
    page: '../docs/gateways.md#no-gateway',
    ...measuredGate,
    by: 'gate as the proxy',
    tested: { peers: [], test: 'packages/gate/test/reverse-proxy.test.ts' },
  },
];

const asked: readonly (readonly [gateway: string, folder: string, by: Way['by']])[] = [
  ['Kubernetes Gateway API `ExternalAuth`', 'kubernetes-external-auth', 'gate'],
  ['Envoy Gateway', 'envoy-gateway', 'gate'],
  ['Istio', 'istio', 'gate'],
  ['ingress-nginx', 'ingress-nginx', 'gate'],
  ['Kong', 'kong', 'gate as the proxy'],
  ['Apache APISIX', 'apisix', 'gate'],
  ['Tyk', 'tyk', 'gate as the proxy'],
  ['agentgateway', 'agentgateway', 'gate'],
  ['AWS API Gateway, Lambda authorizer', 'aws', 'its own code, with a gate'],
  ['Azure API Management', 'azure-apim', 'gate'],
  ['Apigee', 'apigee', 'gate'],
];
const ownWays: readonly Way[] = [
  {
    gateway: 'Cloudflare Worker',
    page: 'cloudflare-worker/README.md',
    ...askGate,
    by: 'its own code, with a gate',
    partly: 'its code in Node',
  },
  {
    gateway: 'agentgateway',
    page: 'agentgateway/README.md#by-pins',
    ...pins,
    mostKeys: 'a few thousand',
    partly: 'its configuration file only',
  },
  {
    gateway: 'Apache HTTP Server',
    page: 'apache/README.md#by-the-key-set',
    by: 'key set',
    delay: 'at least 300 s',
    mostKeys: '16 KiB: about 80',
    unreachable: 'not known',
  },
  {
    gateway: 'Envoy Gateway',
    page: 'envoy-gateway/README.md#by-the-key-set',
    by: 'key set',
    delay: '`--revocation`, 2 s to 1 h',
    mostKeys: '180,000 in one document, more with 16 routes',
    unreachable: keepsLast,
    partly: 'its routes and filter in Envoy',
  },
  {
    gateway: 'Istio',
    page: 'istio/README.md',
    by: 'key set',
    delay: '`--revocation`, 5 to 60 minutes',
    mostKeys: '5,000',
    unreachable: 'accepts the last keys for 7 days',
  },
  {
    gateway: 'Tyk',
    page: 'tyk/README.md#by-the-key-set',
    by: 'key set',
    delay: '`--revocation` (`cacheTimeout`)',
    mostKeys: '5,000',
    unreachable: 'not known',
  },
  {
    gateway: 'AWS HTTP API',
    page: 'aws/README.md#jwt-authorizer-of-an-http-api',
    by: 'key set',
    delay: 'up to 2 hours',
    mostKeys: '150,000 bytes, RS256 only: about 340',
    unreachable: 'not known',
  },
  {
    gateway: 'AWS Application Load Balancer',
    page: 'aws/README.md#application-load-balancer',
    by: 'key set',
    delay: 'not known',
    mostKeys: '9, RS256 with an expiration only',
    unreachable: 'not known',
  },
];

export const ways: readonly Way[] = [
  ...tested,
  ...asked.map(([gateway, folder, by]): Way => ({ gateway, page: `${folder}/README.md`, ...askGate, by })),
  ...ownWays,
];
