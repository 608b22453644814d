import { isIP } from 'node:net';
import type { Address } from '../address.ts';
import type { SettledOptions } from './options.ts';
import { indent, scalar, socketAddress } from './yaml.ts';

export function renderUpstreamCluster({ upstream }: SettledOptions): string {
  return cluster('upstream', upstream);
}

/** The authority, or another server that publishes its key set; over TLS if its origin is `https:`. */
export function renderKeySetCluster({ keySetOrigin, trustedCaFile }: SettledOptions): string {
  const url = new URL(keySetOrigin);
  const secure = url.protocol === 'https:';
  // A URL writes an IPv6 address in brackets; a socket address does not.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const plain = cluster('lostwax_key_set', { host, port });
  return secure ? `${plain}\n${indent(2, tls(host, trustedCaFile))}` : plain;
}

/** gRPC requires HTTP/2. */
export function renderGateCluster({ gate, gateProtocol }: SettledOptions): string {
  const plain = cluster('lostwax_gate', gate);
  return gateProtocol === 'http' ? plain : `${plain}\n${indent(2, http2)}`;
}

const http2 = `typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    explicit_http_config: { http2_protocol_options: {} }`;

function cluster(name: string, address: Address): string {
  // Names are asked for again as the DNS says; IPv4 first, since localhost as ::1 reaches no authority on 127.0.0.1.
  const discovery = isIP(address.host) === 0 ? 'STRICT_DNS\n  dns_lookup_family: V4_PREFERRED' : 'STATIC';
  return `- name: ${name}
  type: ${discovery}
  load_assignment:
    cluster_name: ${name}
    endpoints:
      - lb_endpoints:
          - endpoint: { address: ${socketAddress(address)} }`;
}

/** Without `match_typed_subject_alt_names`, Envoy accepts any certificate from a trusted CA, regardless of its name. */
function tls(host: string, trustedCaFile: string): string {
  const isName = isIP(host) === 0;
  return `transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
${isName ? `    sni: ${scalar(host)}\n` : ''}    common_tls_context:
      validation_context:
        trusted_ca: { filename: ${scalar(trustedCaFile)} }
        match_typed_subject_alt_names:
          - { san_type: ${isName ? 'DNS' : 'IP_ADDRESS'}, matcher: { exact: ${scalar(host)} } }`;
}
