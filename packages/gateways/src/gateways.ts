import { agentgatewayPinsArguments, renderAgentgateway } from './agentgateway/render.ts';
import { agentgatewayOptions, readAgentgatewayOptions } from './agentgateway/table.ts';
import { aws } from './aws/gateway.ts';
import { renderApache } from './by-gate/apache.ts';
import { renderCaddy } from './by-gate/caddy.ts';
import { renderHaproxy } from './by-gate/haproxy.ts';
import { renderNginx } from './by-gate/nginx.ts';
import { askedGate, proxyGate } from './by-gate/options.ts';
import { renderTraefik } from './by-gate/traefik.ts';
import { haproxyPinsArguments, renderHaproxyPins } from './by-pins/haproxy.ts';
import { nginxPinsArguments, renderNginxPins } from './by-pins/nginx.ts';
import {
  assertNoPinsOptions,
  type GivenPins,
  haproxyOptions,
  nginxOptions,
  readPinsOptions,
} from './by-pins/table.ts';
import { apigee } from './clouds/apigee.ts';
import { apisix } from './clouds/apisix.ts';
import { azureApim } from './clouds/azure-apim.ts';
import { ingressNginx } from './clouds/ingress-nginx.ts';
import { istio } from './clouds/istio.ts';
import { kong } from './clouds/kong.ts';
import { externalAuth } from './clouds/kubernetes-external-auth.ts';
import { tyk } from './clouds/tyk.ts';
import type { EnvoyOptions } from './envoy/options.ts';
import { envoyGate, renderEnvoy } from './envoy/render.ts';
import { byGateOptions, envoyOptions, readEnvoyOptions } from './envoy/table.ts';
import { envoyGatewayGate, renderEnvoyGateway } from './envoy-gateway/render.ts';
import { envoyGatewayOptions, readEnvoyGatewayOptions } from './envoy-gateway/table.ts';
import { renderEspv2 } from './espv2/render.ts';
import { espv2Options } from './espv2/table.ts';
import type { Gateway } from './gateway.ts';
import { knowingMethods } from './methods.ts';

const rendered =
  (render: (options: EnvoyOptions) => string): Gateway['render'] =>
  (workspace, given) =>
    render({ ...workspace, ...readEnvoyOptions(given) });

/** Gateways that can ask a gate or have a table of pins. */
function byMode(byGate: Gateway['render'], byPins: (options: GivenPins) => string): Gateway['render'] {
  return (workspace, given) => {
    if (given['mode'] === 'pins') return byPins({ ...workspace, ...readPinsOptions(given) });
    assertNoPinsOptions(given);
    return byGate(workspace, given);
  };
}

const all: readonly Gateway[] = [
  {
    name: 'envoy',
    title: 'Envoy',
    modes: ['jwt', 'gate'],
    file: 'envoy.yaml',
    run: 'envoy -c envoy.yaml',
    options: envoyOptions,
    render: rendered(renderEnvoy),
    beside: rendered(envoyGate),
  },
  {
    name: 'nginx',
    title: 'nginx',
    modes: ['gate', 'pins'],
    file: 'lostwax.conf',
    script: 'lostwax.js',
    run: 'nginx -s reload',
    options: nginxOptions,
    render: byMode(rendered(renderNginx), (options) => renderNginxPins(options)),
    beside: byMode(rendered(askedGate), (options) => nginxPinsArguments(options)),
  },
  {
    name: 'caddy',
    title: 'Caddy',
    modes: ['gate'],
    file: 'Caddyfile',
    run: 'caddy run',
    options: byGateOptions,
    render: rendered(renderCaddy),
    beside: rendered(askedGate),
  },
  {
    name: 'haproxy',
    title: 'HAProxy',
    modes: ['gate', 'pins'],
    file: 'haproxy.cfg',
    run: 'haproxy -f haproxy.cfg',
    options: haproxyOptions,
    render: byMode(rendered(renderHaproxy), (options) => renderHaproxyPins(options)),
    beside: byMode(rendered(proxyGate), (options) => haproxyPinsArguments(options)),
  },
  {
    name: 'apache',
    title: 'Apache HTTP Server',
    modes: ['gate'],
    file: 'lostwax.conf',
    run: 'apachectl graceful',
    options: byGateOptions,
    render: rendered(renderApache),
    beside: rendered(proxyGate),
  },
  {
    name: 'traefik',
    title: 'Traefik',
    modes: ['gate'],
    file: 'traefik-lostwax.yaml',
    run: 'traefik with the flags in its first lines',
    options: byGateOptions,
    render: rendered(renderTraefik),
    beside: rendered(askedGate),
  },
  {
    name: 'agentgateway',
    title: 'agentgateway',
    modes: ['gate', 'pins'],
    file: 'agentgateway.yaml',
    run: 'agentgateway -f agentgateway.yaml',
    options: agentgatewayOptions,
    render: ({ issuer }, given) => renderAgentgateway({ issuer, ...readAgentgatewayOptions(given) }),
    beside: ({ issuer }, given) =>
      given['mode'] === 'pins'
        ? agentgatewayPinsArguments({ issuer })
        : askedGate({ issuer, ...readAgentgatewayOptions(given), mode: 'gate' }),
  },
  {
    name: 'envoy-gateway',
    title: 'Envoy Gateway',
    modes: ['gate', 'jwt'],
    file: 'lostwax.yaml',
    run: 'kubectl apply -f lostwax.yaml',
    example: { upstream: 'api:8080' },
    options: envoyGatewayOptions,
    render: (workspace, given) => renderEnvoyGateway({ ...workspace, ...readEnvoyGatewayOptions(given) }),
    beside: (workspace, given) => envoyGatewayGate({ ...workspace, ...readEnvoyGatewayOptions(given) }),
  },
  {
    name: 'espv2',
    title: 'Google Cloud Endpoints (ESPv2)',
    modes: ['jwt'],
    file: 'lostwax-openapi.yaml',
    run: 'gcloud endpoints services deploy openapi.yaml',
    options: espv2Options,
    render: rendered(renderEspv2),
  },
  externalAuth,
  istio,
  ingressNginx,
  kong,
  apisix,
  tyk,
  aws,
  azureApim,
  apigee,
];

/** Every gateway, by name. */
export const gateways: readonly Gateway[] = all.map(knowingMethods);
