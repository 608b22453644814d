import { keySetUrl } from '@lostwax/core';
import { scalar } from '../envoy/yaml.ts';
import type { Gateway, GatewayWorkspace } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { type GivenOptions, numberOf, textOf } from '../option.ts';
import { address, askedFromAfar, assertMode, assertWithin, gateOptions, type Limits } from './options.ts';

const STANDARD_GATE = 'lostwax-gate.lostwax.svc.cluster.local:7423';
const SELECTOR = 'selector: { matchLabels: { istio: ingressgateway } }';
/** istiod's own interval, PILOT_JWT_PUB_KEY_REFRESH_INTERVAL. */
const REFRESH_SECONDS = 1_200;
const limits: Limits = {
  algorithms: ['ES256', 'RS256', 'EdDSA'],
  keys: 5_000,
  keysReason: "copies the whole key set into every proxy's configuration",
  revocationSeconds: 300,
  revocationReason: 'fetches the key set every 5 minutes at most',
};

/** Manifests for Istio 1.31. See gateways/istio/README.md. */
export const istio: Gateway = {
  name: 'istio',
  title: 'Istio',
  modes: ['gate', 'jwt'],
  file: 'lostwax.yaml',
  run: 'kubectl apply -f lostwax.yaml',
  example: { upstream: 'api.default.svc.cluster.local:8080', revocation: String(REFRESH_SECONDS) },
  options: gateOptions(STANDARD_GATE, ['keys', 'revocation']),
  render: (workspace, given) => {
    workspaceOf(workspace.issuer);
    address(given, 'upstream');
    return assertMode('Istio', given, ['gate', 'jwt']) === 'gate'
      ? byGate(given)
      : byKeySet(workspace, given);
  },
  beside: (workspace, given) =>
    askedFromAfar(workspace, address(given, 'gate', STANDARD_GATE), '--grpc-port'),
};

function byGate(given: GivenOptions): string {
  const { host, port } = address(given, 'gate', STANDARD_GATE);
  return `# In the mesh configuration:
#   extensionProviders:
#     - name: lostwax
#       envoyExtAuthzGrpc:
#         service: ${scalar(host)}
#         port: ${port}
#         timeout: 1s
#         failOpen: false
#         statusOnError: "503"
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: lostwax, namespace: istio-system }
spec:
  ${SELECTOR}
  action: CUSTOM
  provider: { name: lostwax }
  rules: [{ to: [{ operation: { paths: ["/*"] } }] }]
${route(given)}`;
}

function byKeySet(workspace: GatewayWorkspace, given: GivenOptions): string {
  assertWithin('Istio', limits, workspace, given);
  const { issuer, audience } = workspace;
  const seconds = numberOf(given, 'revocation') ?? REFRESH_SECONDS;
  const keys = textOf(given, 'keys');
  return `${
    keys === undefined
      ? ''
      : `# istiod copies ${keys} keys into every proxy's configuration.
`
  }# A revoked key is refused, and a new one accepted, after ${seconds} s, while istiod reaches the authority.
# Start istiod with PILOT_JWT_PUB_KEY_REFRESH_INTERVAL=${seconds}s.
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: lostwax, namespace: istio-system }
spec:
  ${SELECTOR}
  jwtRules:
    - issuer: ${scalar(issuer)}
      audiences: [${scalar(audience)}]
      jwksUri: ${scalar(keySetUrl(issuer))}
---
# RequestAuthentication alone lets requests without a key through.
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: require-key, namespace: istio-system }
spec:
  ${SELECTOR}
  action: ALLOW
  rules: [{ from: [{ source: { requestPrincipals: [${scalar(`${issuer}/*`)}] } }] }]
${route(given)}`;
}

function route(given: GivenOptions): string {
  const { host, port } = address(given, 'upstream');
  return `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: api, namespace: istio-system }
spec:
  hosts: ["*"]
  gateways: [gateway]
  http: [{ route: [{ destination: { host: ${scalar(host)}, port: { number: ${port} } } }] }]
`;
}
