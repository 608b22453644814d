import { haproxyDefaults } from '../haproxy-defaults.ts';
import { type ByGateOptions, settle } from './options.ts';

/**
 * A configuration for HAProxy 2.6 in front of a gate that is a reverse proxy, with `--status-port 7424`.
 *
 * @returns The configuration, ended by a new line.
 * @throws RangeError for an option that it does not have.
 * @see docs/gateways.md, which has the same configuration
 */
export function renderHaproxy(options: ByGateOptions): string {
  const { gate, listen } = settle('HAProxy', options);
  return `global
  # The gate accepts 128 KiB of headers; HAProxy's default is 16 KB. Each connection uses two of these buffers.
  tune.bufsize 140000
  tune.http.maxhdr 1000

${haproxyDefaults}

frontend api
  bind ${listen}
  default_backend lostwax_gate

backend lostwax_gate
  option forwardfor
  # While no gate is ready, clients get this instead of HAProxy's own error page.
  http-error status 503 content-type application/problem+json string '{"type":"urn:lostwax:problem:set_stale","title":"Keys cannot be checked right now","status":503,"code":"set_stale"}' hdr Retry-After 1
  option httpchk
  http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host lostwax-gate
  server gate ${gate} check port 7424
`;
}
