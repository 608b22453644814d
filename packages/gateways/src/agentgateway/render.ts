import { type Address, addressText } from '../address.ts';
import { settle } from '../by-gate/options.ts';
import { scalar } from '../envoy/yaml.ts';
import { workspaceOf } from '../issuer.ts';

/** What a configuration is made from. */
export interface AgentgatewayOptions {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  /** The API, plain HTTP. */
  readonly upstream: Address;
  /** Where agentgateway accepts requests, on every address of the machine. 8000 by default. */
  readonly port?: number | undefined;
  /** Where the gate is. `127.0.0.1:7421` by default. */
  readonly gate?: Address | undefined;
  /** `gate` (the default): agentgateway asks a gate. `pins`: `lostwax pins` keeps the list of keys in this file. */
  readonly mode?: 'gate' | 'pins' | undefined;
}

/** A hash that no known text has. */
const NOBODYS_HASH = `sha256:${'0'.repeat(64)}`;
const LONG_AGO = '1970-01-01T00:00:00Z';

/**
 * A configuration for agentgateway 1.4: a gate is asked about each request, or the configuration itself has the hashes of all keys.
 *
 * @returns YAML, ended by a new line.
 * @throws RangeError for an option that it does not have.
 * @see gateways/agentgateway/README.md
 */
export function renderAgentgateway(options: AgentgatewayOptions): string {
  const { upstream, port = 8_000, mode } = options;
  const { about, policies } = mode === 'pins' ? byPins(options) : byGate(options);
  return `${about}binds:
  - port: ${port}
    listeners:
      - routes:
          - backends: [{ host: ${scalar(addressText(upstream))} }]
            policies:
${policies}`;
}

interface Parts {
  readonly about: string;
  readonly policies: string;
}

function byGate(options: AgentgatewayOptions): Parts {
  const { issuer, upstream, gate: address } = options;
  workspaceOf(issuer);
  const { gate } = settle('agentgateway', { issuer, upstream, gate: address });
  return {
    about: '',
    policies: `              extAuthz:
                host: ${scalar(gate)}
                failureMode: deny
                includeRequestHeaders: [authorization, x-api-key]
                protocol:
                  http:
                    path: '"/verify"'
                    includeResponseHeaders:
                      [x-lostwax-key-id, x-lostwax-subject, x-lostwax-workspace, x-lostwax-scope, x-lostwax-claims]
              # The API learns who called, but never gets the key.
              transformations: { request: { remove: [authorization, x-api-key, x-lostwax-open] } }
`,
  };
}

function byPins({ issuer }: AgentgatewayOptions): Parts {
  const workspace = workspaceOf(issuer);
  return {
    about: `# "lostwax pins" keeps the list of keys in this file, and agentgateway reads the file again when it changes.
# Everything but the places marked with "lostwax" is yours to change.
`,
    policies: `              authorization:
                rules:
                  # Not later than --max-stale after the last confirmation by the authority.
                  - require: 'request.startTime < timestamp("${LONG_AGO}")' # lostwax-deadline
                  - require: request.startTime < timestamp(apiKey.expires)
              transformations:
                request:
                  set:
                    x-lostwax-key-id: apiKey.keyId
                    x-lostwax-subject: apiKey.subject
                    x-lostwax-scope: apiKey.scope
                    x-lostwax-workspace: ${scalar(JSON.stringify(workspace))}
                  # A client's own must not reach the API.
                  remove: [x-lostwax-claims, x-lostwax-open]
              apiKey:
                # The default, optional, lets requests without a key through.
                mode: strict
                keys:
                  # Nobody has a key with this hash: the list must not be empty.
                  - keyHash: ${NOBODYS_HASH}
                  # lostwax-keys
                  # lostwax-keys-end
`,
  };
}

/** The arguments after `lostwax` that start the process which keeps the list. */
export function agentgatewayPinsArguments({ issuer }: Pick<AgentgatewayOptions, 'issuer'>): string {
  workspaceOf(issuer);
  return `pins --issuer ${issuer} --feed-key-file feed.key --to agentgateway:agentgateway.yaml`;
}
