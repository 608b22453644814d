import { type ByGateOptions, settle } from './options.ts';

/**
 * A configuration for Caddy 2.6 that asks a gate about every request with `forward_auth`.
 *
 * @returns The configuration, ended by a new line.
 * @throws RangeError for an option that it does not have.
 * @see docs/gateways.md, which has the same configuration
 */
export function renderCaddy(options: ByGateOptions): string {
  const { gate, upstream, listen } = settle('Caddy', options);
  return `http://${listen} {
  route {
    request_header -X-Lostwax*
    request_header -X_lostwax*
    request_header -X.lostwax*
    request_header Connection "(?i)x.lostwax[^,]*" keep-alive
    forward_auth ${gate} {
      uri /verify/?
      header_up -X-Forwarded-Uri
      copy_headers X-Lostwax-Key-Id X-Lostwax-Subject X-Lostwax-Workspace X-Lostwax-Scope X-Lostwax-Claims
      transport http {
        dial_timeout 2s
        response_header_timeout 2s
      }
    }
    request_header -Authorization
    request_header -X-Api-Key
    reverse_proxy ${upstream}
  }
}
`;
}
