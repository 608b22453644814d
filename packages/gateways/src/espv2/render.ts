import { type AlgorithmName, keySetUrl } from '@lostwax/core';
import { type Address, addressText } from '../address.ts';
import { assertRevocation, cacheDurationSeconds } from '../envoy/fetch.ts';
import { assertKeepsUp, chooseKeySet, costComments, mostKeysByDefault } from '../envoy/load.ts';
import { scalar } from '../envoy/yaml.ts';
import { workspaceOf } from '../issuer.ts';

/** What a configuration is made from. */
export interface Espv2Options {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  readonly audience: string;
  /** The prefix of the workspace's key IDs. */
  readonly prefix: string;
  /** Of the workspace's keys. `ES256` by default. */
  readonly algorithm?: AlgorithmName | undefined;
  /** The API, plain HTTP. */
  readonly upstream: Address;
  /** How many keys the workspace will have. Unknown by default. */
  readonly keys?: number | undefined;
  /** Seconds until a revoked key is refused at the latest, 2 to 3,600; 15 by default. */
  readonly revocationSeconds?: number | undefined;
}

/**
 * The part of an OpenAPI 2.0 document that lets ESPv2, the proxy of Google Cloud Endpoints, check keys, and the
 * flags that ESPv2 needs with it, as comments.
 *
 * @returns YAML, ended by a new line.
 * @throws RangeError for an option out of its bounds, or more keys than ESPv2 can have.
 * @see gateways/espv2/README.md
 */
export function renderEspv2(options: Espv2Options): string {
  const { issuer, audience, upstream, keys } = options;
  workspaceOf(issuer);
  // x-google-audiences is a list: a comma would make two audiences of one.
  if (audience.includes(','))
    throw new RangeError(`ESPv2 can't tell the audience "${audience}" from two, because of its comma.`);
  // Unlike Envoy, ESPv2 has no setting for a larger document.
  const most = mostKeysByDefault(options);
  if (keys !== undefined && keys > most)
    throw new RangeError(
      `ESPv2 refuses a key set over 32 MiB, about ${most.toLocaleString('en')} keys of this workspace, and then keeps accepting every key that it knows. Put a gate or an Envoy in front of your API instead.`,
    );
  const choice = chooseKeySet(keys ?? null, { shards: 1, revocationSeconds: options.revocationSeconds }, 1);
  const { revocationSeconds } = choice;
  assertRevocation('ESPv2', revocationSeconds);
  if (keys !== undefined) assertKeepsUp('ESPv2', keys, choice);
  return `# ESPv2 (Google Cloud Endpoints) checks the keys of ${issuer}.
${keys === undefined ? '' : costComments(keys, choice, options)}# A revoked key is refused within ${revocationSeconds} s, a new one accepted within ${revocationSeconds} s, while the authority can be reached.
# Merge this into your OpenAPI 2.0 document, and start ESPv2 with these flags:
#   --backend=http://${addressText(upstream)}
#   --jwks_cache_duration_in_s=${cacheDurationSeconds(revocationSeconds)}
#   --jwks_fetch_num_retries=2
#   --jwt_cache_size=0
# The last one matters most: by default ESPv2 accepts a key from its cache even after it was revoked.
securityDefinitions:
  lostwax:
    type: oauth2
    flow: implicit
    authorizationUrl: ""
    x-google-issuer: ${scalar(issuer)}
    x-google-jwks_uri: ${scalar(keySetUrl(issuer))}
    x-google-audiences: ${scalar(audience)}
    x-google-jwt-locations:
      - header: Authorization
        value_prefix: "Bearer "
# For all operations. An operation with a "security" of its own must name lostwax there too.
security:
  - lostwax: []
`;
}
