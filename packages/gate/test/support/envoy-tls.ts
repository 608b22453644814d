/** Where Envoy finds its own certificate and key, and where it forwards to. */
interface EnvoyTls {
  readonly cert: string;
  readonly key: string;
  readonly to: string;
  /** Address of a gate that it asks over gRPC. Without one, it forwards with `x-forwarded-client-cert`. */
  readonly gate?: string;
}

/** Envoy terminates TLS and asks clients for a certificate. */
export function envoyOverTls({ cert, key, to, gate }: EnvoyTls): string {
  const { hostname, port } = new URL(to);
  const cluster = (name: string, address: string, to: string | number, more = {}) => ({
    ...{ name, type: 'STATIC', ...more },
    load_assignment: {
      cluster_name: name,
      endpoints: [
        {
          lb_endpoints: [{ endpoint: { address: { socket_address: { address, port_value: Number(to) } } } }],
        },
      ],
    },
  });
  const at = (type: string) => `type.googleapis.com/envoy.extensions.${type}`;
  const http2 = {
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
        '@type': at('upstreams.http.v3.HttpProtocolOptions'),
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
  };
  const authorize = {
    name: 'envoy.filters.http.ext_authz',
    typed_config: {
      '@type': at('filters.http.ext_authz.v3.ExtAuthz'),
      transport_api_version: 'V3',
      grpc_service: { envoy_grpc: { cluster_name: 'gate' } },
      include_peer_certificate: true,
    },
  };
  const router = {
    name: 'envoy.filters.http.router',
    typed_config: { '@type': at('filters.http.router.v3.Router') },
  };
  const manager = {
    name: 'envoy.filters.network.http_connection_manager',
    typed_config: {
      '@type': at('filters.network.http_connection_manager.v3.HttpConnectionManager'),
      stat_prefix: 'x',
      ...(gate === undefined && {
        forward_client_cert_details: 'SANITIZE_SET',
        set_current_client_cert_details: { cert: true },
      }),
      route_config: {
        virtual_hosts: [
          { name: 'x', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster: 'next' } }] },
        ],
      },
      http_filters: gate === undefined ? [router] : [authorize, router],
    },
  };
  const tls = {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': at('transport_sockets.tls.v3.DownstreamTlsContext'),
      common_tls_context: {
        tls_certificates: [{ certificate_chain: { filename: cert }, private_key: { filename: key } }],
        validation_context: { trust_chain_verification: 'ACCEPT_UNTRUSTED' },
      },
    },
  };
  const [gateHost = '', gatePort = ''] = gate?.split(':') ?? [];
  return JSON.stringify({
    admin: { address: { socket_address: { address: '127.0.0.1', port_value: 0 } } },
    static_resources: {
      listeners: [
        {
          name: 'x',
          address: { socket_address: { address: '127.0.0.1', port_value: 0 } },
          filter_chains: [{ filters: [manager], transport_socket: tls }],
        },
      ],
      clusters: [
        cluster('next', hostname, port),
        ...(gate === undefined ? [] : [cluster('gate', gateHost, gatePort, http2)]),
      ],
    },
  });
}
