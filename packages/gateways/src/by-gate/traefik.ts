import { type ByGateOptions, settle } from './options.ts';

/**
 * The dynamic configuration of a Traefik 3.7 that asks a gate about every request with `forwardAuth`, and the flags of its static
 * configuration as comments.
 *
 * @returns YAML, ended by a new line.
 * @throws RangeError for an option that it does not have.
 * @see gateways/traefik/README.md
 */
export function renderTraefik(options: ByGateOptions): string {
  const { gate, upstream, listen } = settle('Traefik', options);
  return `# Start Traefik with these flags:
#   --providers.file.filename=traefik-lostwax.yaml
#   --entryPoints.api.address=${listen}
#   --entryPoints.api.http.maxHeaderBytes=262144
#   --entryPoints.api.http.aliasHeadersStrategy=delete
# The last one matters most: without it, a client's x_lostwax_subject reaches the API.
http:
  routers:
    api:
      rule: PathPrefix(\`/\`)
      entryPoints: [api]
      service: api
      # In this order: the key is removed after the gate has seen it.
      middlewares: [lostwax, without-key]
  middlewares:
    lostwax:
      forwardAuth:
        address: "http://${gate}/verify"
        trustForwardHeader: false
        # Replaces all of these headers by the gate's, also those that the gate doesn't send.
        authResponseHeadersRegex: "^X-Lostwax-"
        maxResponseBodySize: 65536
    without-key:
      headers:
        customRequestHeaders: { Authorization: "", X-Api-Key: "" }
  services:
    api:
      loadBalancer:
        servers: [{ url: "http://${upstream}" }]
`;
}
