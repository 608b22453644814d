import type { Gateway } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { kubernetesName, serviceAddress } from '../kubernetes.ts';
import { type GatewayOption, textOf } from '../option.ts';
import { address, askedFromAfar, assertMode, gateOptions } from './options.ts';

const STANDARD_GATE = 'lostwax-gate:7421';
const STANDARD_PARENT = 'gateway';
const parent: GatewayOption = {
  ...{ name: 'parent', placeholder: 'name', kind: 'text', standard: STANDARD_PARENT },
  description: 'name of the Gateway that the routes belong to',
};

/** An HTTPRoute of the experimental channel of the Gateway API. See gateways/kubernetes-external-auth/README.md. */
export const externalAuth: Gateway = {
  name: 'kubernetes-external-auth',
  title: 'Kubernetes Gateway API (ExternalAuth)',
  modes: ['gate'],
  file: 'lostwax.yaml',
  run: 'kubectl apply -f lostwax.yaml',
  example: { upstream: 'api:8080' },
  options: [...gateOptions(STANDARD_GATE, ['protocol']), parent],
  render: ({ issuer }, given) => {
    workspaceOf(issuer);
    assertMode('ExternalAuth', given, ['gate'], 'ExternalAuth asks a gate about each request. ');
    const gate = serviceAddress('gate', address(given, 'gate', STANDARD_GATE));
    const upstream = serviceAddress('upstream', address(given, 'upstream'));
    const isGrpc = textOf(given, 'protocol') === 'grpc';
    const http = `            http:
              path: /verify
              allowedHeaders: [x-api-key]
              allowedResponseHeaders:
                [x-lostwax-key-id, x-lostwax-subject, x-lostwax-workspace, x-lostwax-scope, x-lostwax-claims]
`;
    return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: api }
spec:
  parentRefs: [{ name: ${kubernetesName('Gateway', textOf(given, 'parent') ?? STANDARD_PARENT)} }]
  rules:
    - matches: [{ path: { type: PathPrefix, value: / } }]
      filters:
        - type: ExternalAuth
          externalAuth:
            protocol: ${isGrpc ? 'GRPC' : 'HTTP'}
            backendRef: { name: ${gate.host}, port: ${gate.port} }
${isGrpc ? '' : http}      backendRefs: [{ name: ${upstream.host}, port: ${upstream.port} }]
`;
  },
  beside: (workspace, given) =>
    askedFromAfar(
      workspace,
      address(given, 'gate', STANDARD_GATE),
      textOf(given, 'protocol') === 'grpc' ? '--grpc-port' : '--port',
    ),
};
