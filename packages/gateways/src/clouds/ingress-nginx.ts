import { addressText } from '../address.ts';
import { scalar } from '../envoy/yaml.ts';
import type { Gateway } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { serviceAddress } from '../kubernetes.ts';
import { type GatewayOption, textOf } from '../option.ts';
import { address, askedFromAfar, assertMode, gateOptions } from './options.ts';

const STANDARD_GATE = 'lostwax-gate.lostwax.svc.cluster.local:7421';
const STANDARD_HOST = 'api.example.com';
const host: GatewayOption = {
  ...{ name: 'host', placeholder: 'name', kind: 'text', standard: STANDARD_HOST },
  form: /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  description: 'host name that clients call',
};

/** An Ingress for ingress-nginx. See gateways/ingress-nginx/README.md. */
export const ingressNginx: Gateway = {
  name: 'ingress-nginx',
  title: 'ingress-nginx',
  modes: ['gate'],
  file: 'lostwax.yaml',
  run: 'kubectl apply -f lostwax.yaml',
  example: { upstream: 'api:8080' },
  options: [...gateOptions(STANDARD_GATE), host],
  render: ({ issuer }, given) => {
    workspaceOf(issuer);
    assertMode('ingress-nginx', given, ['gate'], "nginx can't read a key set. ");
    const gate = addressText(address(given, 'gate', STANDARD_GATE));
    const upstream = serviceAddress('upstream', address(given, 'upstream'));
    return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
  annotations:
    nginx.ingress.kubernetes.io/auth-url: ${scalar(`http://${gate}/verify`)}
    nginx.ingress.kubernetes.io/auth-response-headers: X-Lostwax-Key-Id,X-Lostwax-Subject,X-Lostwax-Workspace,X-Lostwax-Scope,X-Lostwax-Claims
spec:
  ingressClassName: nginx
  rules:
    - host: ${scalar(textOf(given, 'host') ?? STANDARD_HOST)}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: ${upstream.host}, port: { number: ${upstream.port} } } }
`;
  },
  beside: (workspace, given) => askedFromAfar(workspace, address(given, 'gate', STANDARD_GATE)),
};
