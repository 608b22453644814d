import { addressText } from '../address.ts';
import type { SettledOptions } from './options.ts';
import { indent, scalar } from './yaml.ts';

/** Envoy's ext_authz filter, asking a gate over HTTP or gRPC. */
export function renderExtAuthz(options: SettledOptions): string {
  return `- name: envoy.filters.http.ext_authz
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
    transport_api_version: V3
    # If the gate does not answer, the request is refused.
    failure_mode_allow: false
    status_on_error: { code: ServiceUnavailable }
    # Headers the gate receives besides method, host and path: the key, and those that identify a CORS preflight.
    allowed_headers: { patterns: [{ exact: authorization }, { exact: x-api-key }, { exact: origin }, { exact: access-control-request-method }] }
${indent(4, options.gateProtocol === 'http' ? httpService(options) : grpcService(options))}`;
}

/**
 * Envoy appends the client's path and query to `path_prefix`. The gate reads scopes from the prefix alone, which only this configuration
 * writes.
 */
function httpService({ gate, scopes }: SettledOptions): string {
  const prefix =
    scopes.length === 0 ? '/verify' : `/verify-scope/${scopes.map(encodeURIComponent).join('+')}`;
  return `http_service:
  server_uri: { uri: ${scalar(`http://${addressText(gate)}`)}, cluster: lostwax_gate, timeout: 1s }
  # The client's path and query follow this prefix; the gate ignores them.
  path_prefix: ${scalar(prefix)}
  authorization_response:
    allowed_upstream_headers: { patterns: [{ prefix: x-lostwax- }] }
    allowed_client_headers:
      patterns: [{ exact: www-authenticate }, { exact: content-type }, { exact: cache-control }, { exact: retry-after }, { prefix: access-control- }, { exact: vary }]`;
}

function grpcService({ scopes }: SettledOptions): string {
  const metadata = `
  initial_metadata: [{ key: lostwax-scope, value: ${scalar(scopes.map(encodeURIComponent).join('+'))} }]`;
  return `grpc_service:
  envoy_grpc: { cluster_name: lostwax_gate }
  timeout: 1s${scopes.length === 0 ? '' : metadata}`;
}
