import { gateArguments } from '../gate-command.ts';
import { renderGateCluster, renderKeySetCluster, renderUpstreamCluster } from './clusters.ts';
import { renderExtAuthz } from './ext-authz.ts';
import { renderJwtAuthn } from './jwt-authn.ts';
import { loadComments } from './load.ts';
import { openRequests } from './open.ts';
import { type EnvoyOptions, resolveOptions, type SettledOptions } from './options.ts';
import { indent, scalar, socketAddress } from './yaml.ts';

export type { EnvoyOptions } from './options.ts';

/**
 * A ready-to-run configuration for Envoy 1.40: it checks keys against the key set with the stock `jwt_authn` filter, or asks a gate with
 * the stock `ext_authz` filter, passes what is valid to the upstream with `x-lostwax-…` headers, and refuses everything else.
 *
 * @returns YAML, ended by a new line.
 * @throws RangeError for an option out of its bounds, in a sentence that says what to give.
 * @throws KeyError `prefix_invalid` from the core, with 256 shards only.
 * @see gateways/envoy/README.md
 */
export function renderEnvoy(options: EnvoyOptions): string {
  const settled = resolveOptions(options);
  const { listen, admin } = settled;
  const { about, runtime, removal, routes, filter, cluster } =
    settled.mode === 'jwt' ? byKeySet(settled) : byGate(settled);
  return `${about}
admin:
  address: ${socketAddress(admin)}
${runtime}static_resources:
  listeners:
    - name: api
      address: ${socketAddress(listen)}
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: api
                use_remote_address: true
                # First of all, remove every x-lostwax-… header that the client sent, with any character between the
                # words, because many upstreams read x_lostwax_subject as x-lostwax-subject.
                early_header_mutation_extensions:
                  - name: envoy.http.early_header_mutation.header_mutation
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation
                      mutations:
                        - remove_on_match:
                            key_matcher: { safe_regex: { regex: "(?i)x[^a-z0-9]lostwax([^a-z0-9].*)?" } }
                route_config:
${removal === '' ? '' : `${indent(18, removal)}\n`}                  virtual_hosts:
                    - name: api
                      domains: ["*"]
                      routes:
${indent(24, routes)}
                http_filters:
${indent(18, filter)}
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
  clusters:
${indent(4, renderUpstreamCluster(settled))}
${indent(4, cluster)}
`;
}

/** The arguments after `lostwax` that start the gate which Envoy asks in gate mode. */
export function envoyGate(options: EnvoyOptions): string {
  return gateFor(resolveOptions(options));
}

/** What differs between the modes. */
interface Parts {
  readonly about: string;
  readonly runtime: string;
  /** Removes request headers that the upstream must not get. */
  readonly removal: string;
  readonly routes: string;
  readonly filter: string;
  readonly cluster: string;
}

function byKeySet(settled: SettledOptions): Parts {
  const { issuer, workspace, keys, shards, revocationSeconds } = settled;
  const load = keys === null ? '' : loadComments(keys, settled, settled);
  return {
    about: `# Envoy checks the keys of ${issuer} with its stock jwt_authn filter.
${load}# A revoked key is refused within ${revocationSeconds} s, a new one accepted within ${revocationSeconds} s, while the authority can be reached.
# Watch http.api.jwt_authn.jwks_fetch_failed: while it grows, Envoy keeps accepting the keys it last fetched.`,
    runtime: shards === 1 ? wholeSetRuntime : '',
    removal: settled.key === 'pass' ? '' : keyRemoval,
    routes: [
      ...openRequests(settled).map(({ match, reason }) => route(match, 'x-lostwax-open', reason)),
      route('{ prefix: / }', 'x-lostwax-workspace', workspace),
    ].join('\n'),
    filter: `- name: envoy.filters.http.jwt_authn
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication
${indent(4, renderJwtAuthn(settled))}`,
    cluster: renderKeySetCluster(settled),
  };
}

function byGate(settled: SettledOptions): Parts {
  const { gateProtocol } = settled;
  return {
    about: `# Envoy asks a gate for every request, with its stock ext_authz filter. The gate must run:
#   lostwax ${gateFor(settled)}
# A revoked key is refused, and a new one accepted, within a second.
# Watch cluster.upstream.ext_authz.error: while it grows, the gate is not answering and all requests are refused.`,
    runtime: '',
    // Over gRPC the gate itself says what is to be removed.
    removal: gateProtocol === 'http' ? keyRemoval : '',
    routes: `- match: { prefix: / }
  route: { cluster: upstream }`,
    filter: renderExtAuthz(settled),
    cluster: renderGateCluster(settled),
  };
}

function gateFor({ issuer, gate, gateProtocol, reader, preflight, openPaths }: SettledOptions): string {
  const flags = [
    ...(reader === null ? [] : [`--reader ${reader}`]),
    ...(preflight === null ? [] : [`--preflight ${preflight}`]),
    ...openPaths.map((path) => `--open-path ${shellWord(path)}`),
  ];
  return gateArguments(issuer, gate, flags, gateProtocol === 'http' ? '--port' : '--grpc-port');
}

const keyRemoval = `# The upstream learns who called, but never gets the key.
request_headers_to_remove: [authorization, x-api-key]`;

/** A route to the upstream that adds one header. */
function route(match: string, header: string, value: string): string {
  return `- match: ${match}
  route: { cluster: upstream }
  request_headers_to_add:
    - header: { key: ${header}, value: ${scalar(value)} }
      append_action: OVERWRITE_IF_EXISTS_OR_ADD`;
}

/** Quoted for a shell if needed. */
function shellWord(text: string): string {
  return /^[\w./~:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Without it Envoy refuses a document over 32 MiB (about 170,000 ES256 keys) and goes on accepting every old key. */
const wholeSetRuntime = `# By default, Envoy rejects a key set over 32 MiB and keeps the old one. Allow 512 MiB.
layered_runtime:
  layers:
    - name: lostwax
      static_layer:
        http.async_response_buffer_limit: 536870912
`;
