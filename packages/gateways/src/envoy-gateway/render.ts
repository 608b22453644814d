import { headerPrefix, keySetUrl, shards } from '@lostwax/core';
import { addressText } from '../address.ts';
import { cacheDurationSeconds } from '../envoy/fetch.ts';
import { costComments } from '../envoy/load.ts';
import { scalar } from '../envoy/yaml.ts';
import { gateArguments } from '../gate-command.ts';
import { type EnvoyGatewayOptions, type EnvoyGatewaySettings, settleEnvoyGateway } from './options.ts';

/**
 * Kubernetes manifests for Envoy Gateway 1.9: routes to the API, and a SecurityPolicy for each.
 *
 * @returns YAML, ended by a new line.
 * @throws RangeError for an option out of its bounds, in a sentence that says what to give.
 * @throws KeyError `prefix_invalid` from the core, with 16 shards only.
 * @see gateways/envoy-gateway/README.md
 */
export function renderEnvoyGateway(options: EnvoyGatewayOptions): string {
  const settings = settleEnvoyGateway(options);
  const parts = settings.mode === 'gate' ? byGate(settings) : byKeySet(settings);
  return [`${about(settings)}${headersPolicy(settings)}`, ...parts].join('---\n');
}

/** The arguments after `lostwax` that start the gate which Envoy asks. */
export function envoyGatewayGate(options: EnvoyGatewayOptions): string {
  const { issuer, gate } = settleEnvoyGateway(options);
  return gateArguments(issuer, { host: '0.0.0.0', port: gate.port }, [], '--grpc-port');
}

function about(settings: EnvoyGatewaySettings): string {
  const { issuer, mode, keys, shards: split, revocationSeconds, gate } = settings;
  if (mode === 'gate')
    return `# Envoy asks a gate, the Service ${addressText(gate)}, about each request.
# A revoked key is refused, and a new one accepted, within a second.
`;
  return `# Envoy checks the keys of ${issuer} by the key set.
${keys === undefined ? '' : costComments(keys, { shards: split, revocationSeconds }, settings)}# A revoked key is refused within ${revocationSeconds} s, a new one accepted within ${revocationSeconds} s, while the authority can be reached.
# Watch http.*.jwt_authn.jwks_fetch_failed: while it grows, Envoy keeps accepting the keys it last fetched.
`;
}

/** One for each Gateway: merge it into yours if there is one. */
function headersPolicy({ parent }: EnvoyGatewaySettings): string {
  return `# A client's own x-lostwax-… headers must not reach the API, with any character between the words.
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: ClientTrafficPolicy
metadata: { name: lostwax }
spec:
  targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${parent} }]
  headers:
    earlyRequestHeaders:
      removeOnMatch: [{ type: RegularExpression, value: "x[^a-z0-9]lostwax([^a-z0-9].*)?" }]
`;
}

function byGate(settings: EnvoyGatewaySettings): readonly string[] {
  const { gate } = settings;
  const policy = `  extAuth:
    failOpen: false
    timeout: 1s
    grpc:
      backendRefs: [{ name: ${gate.host}, port: ${gate.port} }]
`;
  return [route('lostwax', undefined, settings), securityPolicy('lostwax', policy)];
}

function byKeySet(settings: EnvoyGatewaySettings): readonly string[] {
  if (settings.shards === 1) {
    const policy = jwt([provider('whole-set', settings.issuer, undefined, settings)]);
    return [route('lostwax', undefined, settings), securityPolicy('lostwax', policy)];
  }
  const digits = shards.filter((shard) => shard.startsWith('0')).map((shard) => shard.charAt(1));
  const split = digits.flatMap((digit) => {
    const own = shards.filter((shard) => shard.startsWith(digit));
    const providers = own.map((shard) => provider(`shard-${shard}`, settings.issuer, shard, settings));
    const name = `lostwax-${digit}`;
    return [route(name, own, settings), securityPolicy(name, jwt(providers))];
  });
  // A request that no other route matches would not be found, or reach a route of yours without a check.
  const nobody = jwt([provider('no-shard', 'urn:lostwax:no-shard', '00', settings)]);
  return [...split, route('lostwax-rest', undefined, settings), securityPolicy('lostwax-rest', nobody)];
}

/** @param of - The shards whose keys it is for, by the first characters of the key; all requests if absent. */
function route(name: string, of: readonly string[] | undefined, settings: EnvoyGatewaySettings): string {
  const { parent, upstream, workspace, prefix, mode } = settings;
  const starts = of?.map((shard) => headerPrefix(prefix, shard)).join('|');
  const headers =
    starts === undefined
      ? ''
      : `, headers: [{ name: authorization, type: RegularExpression, value: "Bearer (${starts}).*" }]`;
  // Over gRPC, the gate itself sets the headers and removes the key.
  const filters =
    mode === 'gate'
      ? ''
      : `      filters:
        - type: RequestHeaderModifier
          requestHeaderModifier:
            set: [{ name: x-lostwax-workspace, value: ${scalar(workspace)} }]
            remove: [authorization, x-api-key]
`;
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name} }
spec:
  parentRefs: [{ name: ${parent} }]
  rules:
    - matches: [{ path: { type: PathPrefix, value: / }${headers} }]
${filters}      backendRefs: [{ name: ${upstream.host}, port: ${upstream.port} }]
`;
}

function securityPolicy(name: string, policy: string): string {
  return `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: { name: ${name} }
spec:
  targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: ${name} }]
${policy}`;
}

function jwt(providers: readonly string[]): string {
  return `  jwt:
    providers:
${providers.join('')}`;
}

function provider(
  name: string,
  issuer: string,
  shard: string | undefined,
  { issuer: own, audience, revocationSeconds }: EnvoyGatewaySettings,
): string {
  return `      - name: ${name}
        issuer: ${scalar(issuer)}
        audiences: [${scalar(audience)}]
        extractFrom: { headers: [{ name: Authorization, valuePrefix: "Bearer " }] }
        remoteJWKS: { uri: ${scalar(keySetUrl(own, shard))}, cacheDuration: ${cacheDurationSeconds(revocationSeconds)}s, failedRefetchDuration: 1s }
        claimToHeaders: [{ header: x-lostwax-subject, claim: sub }, { header: x-lostwax-key-id, claim: jti }, { header: x-lostwax-scope, claim: scope }]
`;
}
